// Brings the queue to the server, in its order and each action once, and fetches the work anew.
// Runs in the page and in the service worker, on browsers with and without background sync.
import { alone } from "./alone";
import { Broken, get, type Heard, picture, put, send, signOut } from "./line";
import { arrive, change, forgetAll, forgetFetched, haveLeft, replace, type Store, storeOf, tidy, whoLeft, whoNow } from "./store";
import type { Answer, Item, Load, Shot, Trouble, Who } from "./types";

const HOUR = 3_600_000;
const TOO_BIG = 20 * 1024 * 1024;

export type Outcome = { trouble: Trouble | null; sent: number; fetched: boolean };

/** Send what waits, then fetch. Null when another tab, or the worker, is at it already. */
export async function sync(): Promise<Outcome | null> {
  const who = await whoNow();
  return alone(who?.key ?? "nobody", () => guarded(who));
}

async function guarded(who: Who | null): Promise<Outcome> {
  let sent = 0;
  try {
    const left = await whoLeft();
    if (left !== null) {
      await signOut(left);
      await haveLeft();
      throw new Broken("login");
    }
    if (who) await push(await storeOf(who.key), who, (n) => { sent = n; });
    const fetched = await pull(who);
    return { trouble: null, sent, fetched };
  } catch (error) {
    const trouble = troubleOf(error, who);
    if (trouble === "lost" && who) await forgetAll(who.key);
    // Somebody else is logged in: her work comes on the phone, the other's queue waits for him.
    if (trouble === "person") return { trouble: null, sent, fetched: await pull(null) };
    return { trouble, sent, fetched: false };
  }
}

function troubleOf(error: unknown, who: Who | null): Trouble {
  if (error instanceof Broken) {
    // Somebody else is logged in and has no seat in the field: hers is kept until she comes back.
    const isAnothers = error.trouble === "lost" && error.person !== who?.key;
    return isAnothers ? "login" : error.trouble;
  }
  if (error instanceof DOMException && error.name === "QuotaExceededError") return "full";
  throw error;
}

/** Fetch the work; whoever is logged in is now the person of this phone. */
async function pull(who: Who | null): Promise<boolean> {
  const store = who ? await storeOf(who.key) : null;
  const isFilled = store !== null && who !== null && who.until > Date.now();
  const heard = await get<Load>("data/", isFilled ? who.etag : "");
  if (heard.status === 304 && who) {
    await arrive({ ...who, seen: Date.now(), until: Date.now() + who.hours * HOUR });
    return false;
  }
  if (heard.status !== 200) throw new Broken("server");
  await take(heard);
  return true;
}

async function take(heard: Heard<Load>): Promise<void> {
  const { person, reports, at: _at, ...rest } = heard.body;
  const now = Date.now();
  const who: Who = { ...rest, ...person, etag: heard.etag, seen: now, until: now + rest.hours * HOUR };
  // First the rows, then the name: a broken line between them fetches again and shows nobody's.
  const before = await whoNow();
  if (before && before.key !== who.key) await forgetFetched(before.key);
  await replace(await storeOf(who.key), reports);
  await arrive(who);
}

/** The photographs of the reports, one by one, while the line holds. */
export async function fetchPictures(): Promise<void> {
  const who = await whoNow();
  if (!who) return;
  const store = await storeOf(who.key);
  const wanted = (await store.getAll("reports")).flatMap((report) => report.photos.map((photo) => photo.url));
  const known = new Set(await store.getAllKeys("pictures"));
  for (const url of known) if (!wanted.includes(url)) await store.delete("pictures", url);
  for (const url of wanted.filter((one) => !known.has(one))) {
    const blob = await picture(url);
    // No line, or no room: the report is there, its picture isn't.
    if (!blob || !(await store.put("pictures", blob, url).catch(() => null))) return;
  }
}

/** Send item after item. An item that is stuck holds back the later ones of its report alone. */
async function push(store: Store, who: Who, progress: (sent: number) => void): Promise<void> {
  let sent = 0, fresh = who;
  for (;;) {
    const items = await store.getAll("outbox");
    const item = next(items);
    if (!item) break;
    fresh = (await whoNow()) ?? fresh;
    await one(store, fresh, item, before(items, item));
    progress(++sent);
  }
  if (sent) await tidy(store);
}

function next(items: Item[]): Item | undefined {
  const held = new Set(items.filter((item) => item.state === "stuck").map((item) => item.action.number));
  return items.find((item) => item.state === "waiting" && !held.has(item.action.number));
}

/** The action on the same report that went before: the server knows by it what we knew. */
function before(items: Item[], item: Item): string | null {
  const earlier = items.filter((other) => other.action.number === item.action.number && (other.id ?? 0) < (item.id ?? 0));
  return earlier.filter((other) => other.state === "done").at(-1)?.action.key ?? null;
}

async function one(store: Store, who: Who, item: Item, after: string | null): Promise<void> {
  item.tries += 1;
  await change(store, item);
  for (const shot of item.action.photos) {
    const refused = await upload(store, who, shot, item.tries > 1);
    if (refused) return settle(store, item, refused);
  }
  const heard = await send<Answer>("tindakan/", who, { ...item.action, after, sent_at: new Date().toISOString() });
  if (heard.status === 409 && heard.body.missing) return again(store, heard.body.missing);
  if (heard.status === 403) return renew(who);
  if (heard.status !== 200) return settle(store, item, { status: "bad", words: heard.body.message ?? "" });
  await settle(store, item, heard.body);
}

async function settle(store: Store, item: Item, answer: Answer): Promise<void> {
  await change(store, { ...item, state: answer.status === "done" ? "done" : "stuck", answer, at: Date.now() });
}

/** The server doesn't have them any more: they are sent again at the next turn. */
async function again(store: Store, missing: string[]): Promise<void> {
  for (const sha256 of missing) {
    const file = await store.get("files", sha256);
    if (!file) throw new Broken("server");
    await store.put("files", { ...file, arrived: false });
  }
}

/** Another login since, whose token is another: fetch it, and go on at the next turn. */
async function renew(who: Who): Promise<never> {
  const heard = await get<Load>("data/");
  if (heard.status !== 200 || heard.body.person.key !== who.key) throw new Broken("person");
  await arrive({ ...who, csrf: heard.body.csrf });
  throw new Broken("server");
}

/** Bring one photograph over, unless it is there; the answer when it is refused for good. */
async function upload(store: Store, who: Who, shot: Shot, isRetry: boolean): Promise<Answer | null> {
  const file = await store.get("files", shot.sha256);
  if (!file) return { status: "photo", sha256: shot.sha256, words: "" };
  if (file.arrived) return null;
  if (file.blob.size > TOO_BIG) return { status: "photo", sha256: shot.sha256, words: "too_big" };
  const path = `foto/${shot.sha256}/`;
  // The bytes may have arrived and only the answer been lost: asking is cheaper than sending.
  const isThere = isRetry && Boolean((await get(path)).body.arrived);
  if (!isThere) {
    const heard = await put(path, who, file.blob);
    if (heard.status === 403) await renew(who);
    if (heard.body.why === "broken") throw new Broken("offline"); // Less arrived than was sent.
    if (heard.status !== 200) return { status: "photo", sha256: shot.sha256, words: heard.body.message ?? "" };
  }
  await store.put("files", { ...file, arrived: true });
  return null;
}
