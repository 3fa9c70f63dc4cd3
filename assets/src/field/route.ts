// The order in which to drive: what is late or dangerous first, then the rest, each group by the
// shortest way found (nearest neighbour, then 2-opt). No document, no clock: a test runs it alone.

export type Point = { lat: number; lng: number };
export type Stop = { id: string; lat: number | null; lng: number | null; isFirst: boolean; due: number };

const RADIUS = 6_371_008.8;
const RADIAN = Math.PI / 180;
const ROUNDS = 50;

/** Metres along the great circle. */
export function meters(a: Point, b: Point): number {
  const half = Math.sin(((b.lat - a.lat) * RADIAN) / 2) ** 2
    + Math.cos(a.lat * RADIAN) * Math.cos(b.lat * RADIAN) * Math.sin(((b.lng - a.lng) * RADIAN) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Degrees from north, clockwise. */
export function bearing(a: Point, b: Point): number {
  const turn = (b.lng - a.lng) * RADIAN;
  const y = Math.sin(turn) * Math.cos(b.lat * RADIAN);
  const x = Math.cos(a.lat * RADIAN) * Math.sin(b.lat * RADIAN)
    - Math.sin(a.lat * RADIAN) * Math.cos(b.lat * RADIAN) * Math.cos(turn);
  return ((Math.atan2(y, x) / RADIAN) + 360) % 360;
}

/** The ids in the order to drive. Without a place to start from: by their due times. Stops
 * without a point come last in their group. */
export function order(stops: Stop[], from: Point | null): string[] {
  const byDue = [...stops].sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
  const groups = [byDue.filter((stop) => stop.isFirst), byDue.filter((stop) => !stop.isFirst)];
  let here = from;
  return groups.flatMap((group) => {
    const placed = group.filter(isPlaced), lost = group.filter((stop) => !isPlaced(stop));
    const way = here ? improve(nearest(placed, here), here) : placed;
    here = way.at(-1) ?? here;
    return [...way, ...lost].map((stop) => stop.id);
  });
}

type Placed = Stop & Point;

function isPlaced(stop: Stop): stop is Placed {
  return stop.lat !== null && stop.lng !== null;
}

/** The way through all stops in their order, from `here`. */
export function length(way: Point[], here: Point): number {
  return way.reduce((sum, stop, i) => sum + meters(way[i - 1] ?? here, stop), 0);
}

export function nearest(stops: Placed[], here: Point): Placed[] {
  const left = [...stops], way: Placed[] = [];
  let at = here;
  while (left.length) {
    const far = left.map((stop) => meters(at, stop));
    const [next] = left.splice(far.indexOf(Math.min(...far)), 1);
    if (!next) break;
    way.push(next);
    at = next;
  }
  return way;
}

/** Turn pieces of the way round while that makes it shorter: no two legs cross in the end. */
export function improve(way: Placed[], here: Point): Placed[] {
  const best = [...way];
  for (let round = 0, isBetter = true; isBetter && round < ROUNDS; round++) {
    isBetter = false;
    for (let i = 0; i < best.length - 1; i++) {
      for (let j = i + 1; j < best.length; j++) {
        if (gain(best, here, i, j) <= 1e-6) continue;
        best.splice(i, j - i + 1, ...best.slice(i, j + 1).reverse());
        isBetter = true;
      }
    }
  }
  return best;
}

/** Metres saved by driving the stops i to j the other way round. */
function gain(way: Placed[], here: Point, i: number, j: number): number {
  const before = way[i - 1] ?? here, first = way[i] as Placed, last = way[j] as Placed, after = way[j + 1];
  const now = meters(before, first) + (after ? meters(last, after) : 0);
  const then = meters(before, last) + (after ? meters(first, after) : 0);
  return now - then;
}
