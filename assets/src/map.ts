// The map, with no other host: outlines of areas from our own server, or the operator's tiles.
import * as L from "leaflet";
import { all, byId, icon, number, root } from "./dom";

// The server answers with GeoJSON points: single reports when near, counted cells when far.
type Report = { type: "report"; color: string; title: string; state: string; url: string };
type Cell = { type: "cell"; count: number };
type Group = { at: L.LatLng; spot: L.Point; members: (Report | Cell)[] };
type Points = GeoJSON.FeatureCollection<GeoJSON.Point, Report | Cell> & { is_cut?: boolean };
type Name = { name: string; at: L.LatLng; drawn: L.Marker | null };
type Areas = GeoJSON.FeatureCollection<GeoJSON.Geometry, { name?: string; seq?: number; lat?: number; lng?: number }>;

const COUNTRY: L.LatLngTuple = [-2.5, 118];
const COUNTRY_ZOOM = 5;
const NEAR_ZOOM = 16;
const CLUSTER_PIXELS = 64;
const NEAREST_CLUSTERED = 17; // From here a cell opens as a list: its reports share one point.
const LISTED = 8;
const COLORS = ["grey", "red", "yellow", "green", "blue", "dark"];

export function pin(color: string): L.DivIcon {
  const known = COLORS.includes(color) ? color : "";
  const box = document.createElement("div");
  box.innerHTML = '<svg viewBox="0 0 28 34" aria-hidden="true"><path class="pin" d="M14 32C22 23 27 18 27 12.500a13 12 0 0 0-26 0C1 18 6 23 14 32z"/></svg>';
  const mark = known ? icon(`s-${known}`, "shape") : icon("i-pin", "icon");
  for (const [name, value] of Object.entries({ x: "7", y: "5", width: "14", height: "14" })) mark.setAttribute(name, value);
  mark.style.width = mark.style.height = "14px";
  box.firstElementChild?.append(mark);
  return L.divIcon({ html: box, className: `map-pin${known ? ` is-${known}` : ""}`, iconSize: [36, 44], iconAnchor: [18, 42], popupAnchor: [0, -8] });
}

function cellIcon(count: number): L.DivIcon {
  const size = Math.min(60, 36 + 8 * Math.log10(Math.max(count, 1)));
  return L.divIcon({ html: number(count), className: "map-cell", iconSize: [size, size] });
}

/** Let the browser do what waits. */
const breath = (): Promise<void> => new Promise((done) => setTimeout(done));

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}

// CSP forbids a style attribute, not a style sheet: Leaflet's comes only with a map.
export async function styled(frame: HTMLElement): Promise<void> {
  const href = frame.dataset["css"];
  if (!href || document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  await new Promise<void>((done) => {
    link.onload = link.onerror = () => done();
    document.head.append(link);
  });
}

function popup(reports: Report[]): HTMLElement {
  const list = document.createElement("ul");
  list.className = "stack gap-2";
  for (const report of reports) {
    const row = document.createElement("li");
    const state = document.createElement("span");
    state.className = `state is-${report.color}`;
    state.append(icon(`s-${report.color}`, "shape"), report.state);
    const link = document.createElement("a");
    link.href = report.url;
    link.textContent = report.title;
    row.className = "stack gap-half";
    row.append(state, link);
    list.append(row);
  }
  return list;
}

class CityMap {
  private readonly map: L.Map;
  private readonly points = L.layerGroup();
  private asked = 0;

  constructor(private readonly frame: HTMLElement) {
    const { lat, lng, zoom } = frame.dataset;
    const centre: L.LatLngTuple = lat && lng ? [Number(lat), Number(lng)] : COUNTRY;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(frame, {
      center: centre, zoom: Number(zoom ?? (lat ? NEAR_ZOOM : COUNTRY_ZOOM)), minZoom: 5, maxZoom: 19,
      attributionControl: Boolean(frame.dataset["tiles"]), zoomAnimation: !calm, fadeAnimation: !calm,
    });
    this.points.addTo(this.map);
    // Names lie over the land and under the pins.
    this.map.createPane("labels").classList.add("map-labels");
  }

  async fill(): Promise<void> {
    const { tiles, areasUrl, pointsUrl, lat, lng, color, pick } = this.frame.dataset;
    if (tiles) L.tileLayer(tiles, { attribution: "© OpenStreetMap" }).addTo(this.map);
    // Pins first: a place can be picked even when the outlines don't come.
    if (pick !== undefined) new Picker(this.map, this.frame);
    else if (lat && lng) L.marker([Number(lat), Number(lng)], { icon: pin(color ?? ""), keyboard: false }).addTo(this.map);
    this.joinOther();
    const [viewLat, viewLng, viewZoom] = (this.frame.dataset["view"] ?? "").split(",").map(Number);
    if (viewLat && viewLng && !lat) this.map.setView([viewLat, viewLng], viewZoom ?? NEAR_ZOOM);
    try {
      if (areasUrl) await this.drawAreas(areasUrl, Boolean(tiles));
    } finally {
      if (pointsUrl) this.followPoints(pointsUrl);
    }
  }

  // A second place that belongs to the first: its name, and the line between them.
  private joinOther(): void {
    const { lat, lng, other, otherWord } = this.frame.dataset;
    const [otherLat, otherLng] = (other ?? "").split(",").map(Number);
    if (!lat || !lng || !otherLat || !otherLng) return;
    const ends = [L.latLng(Number(lat), Number(lng)), L.latLng(otherLat, otherLng)] as const;
    L.polyline([...ends], { className: "map-between", interactive: false }).addTo(this.map);
    L.marker(ends[1], { icon: pin(""), keyboard: false }).addTo(this.map)
      .bindTooltip(otherWord ?? "", { permanent: true, direction: "right", offset: [14, -24] });
    this.map.fitBounds(L.latLngBounds([...ends]).pad(0.6), { maxZoom: 18 });
  }

  private async drawAreas(url: string, isThin: boolean): Promise<void> {
    const areas = await json<Areas>(url);
    this.frame.classList.add("has-areas"); // What is no area is water.
    const layer = L.geoJSON(areas, {
      interactive: false,
      style: (feature) => {
        const seq = feature?.properties?.["seq"] as number | undefined;
        return { className: `map-land${seq ? ` seq-${seq}` : ""}`, weight: 1, fill: !isThin };
      },
    });
    layer.addTo(this.map);
    const names: Name[] = areas.features.flatMap(({ properties }) =>
      properties?.name && properties.lat !== undefined && properties.lng !== undefined
        ? [{ name: properties.name, at: L.latLng(properties.lat, properties.lng), drawn: null }] : []);
    if (this.map.getZoom() === COUNTRY_ZOOM && names.length) this.map.fitBounds(mainland(names));
    await breath(); // a slow phone answers to a finger between the land and its names
    this.map.on("moveend", () => this.write(names));
    this.write(names);
  }

  // A name that would lie on another one waits until somebody comes nearer; one that is out of sight
  // isn't drawn.
  private write(names: Name[]): void {
    const taken: L.Bounds[] = [], sight = this.map.getBounds().pad(0.2);
    for (const one of names) {
      const at = this.map.latLngToLayerPoint(one.at);
      const reach = L.point(4 * one.name.length, 12);
      const box = L.bounds(at.subtract(reach), at.add(reach));
      const isFree = !taken.some((other) => other.overlaps(box));
      if (isFree) taken.push(box);
      if (isFree && sight.contains(one.at)) one.drawn ??= label(one.at, one.name).addTo(this.map);
      else {
        one.drawn?.remove();
        one.drawn = null;
      }
    }
  }

  private followPoints(url: string): void {
    const refresh = (): void => void this.loadPoints(url);
    this.map.on("moveend", refresh);
    refresh();
  }

  private async loadPoints(url: string): Promise<void> {
    const turn = ++this.asked;
    const asked = new URL(url, location.href);
    asked.searchParams.set("bbox", this.map.getBounds().toBBoxString());
    asked.searchParams.set("zoom", String(this.map.getZoom()));
    const { features, is_cut = false } = await json<Points>(asked.href);
    if (turn !== this.asked) return; // Somebody moved on meanwhile.
    const cut = this.map.getContainer().parentElement?.querySelector<HTMLElement>("[data-map-cut]");
    if (cut) cut.hidden = !is_cut;
    this.points.clearLayers();
    for (const group of this.grouped(features)) {
      const [only] = group.members;
      if (group.members.length === 1 && only?.type === "report") this.addPoint(group.at, only);
      else this.addCell(group);
    }
  }

  // Pins that would lie on each other become one number; coming nearer takes them apart.
  private grouped(features: Points["features"]): Group[] {
    const groups: Group[] = [];
    for (const { geometry, properties } of features) {
      const at = L.latLng(geometry.coordinates[1] ?? 0, geometry.coordinates[0] ?? 0);
      const spot = this.map.latLngToLayerPoint(at);
      const near = groups.find((group) => group.spot.distanceTo(spot) < CLUSTER_PIXELS);
      if (near) near.members.push(properties);
      else groups.push({ at, spot, members: [properties] });
    }
    return groups;
  }

  private addCell({ at, members }: Group): void {
    const count = members.reduce((sum, member) => sum + (member.type === "cell" ? member.count : 1), 0);
    const cell = L.marker(at, { icon: cellIcon(count) }).addTo(this.points);
    const reports = members.filter((member): member is Report => member.type === "report");
    const isNear = this.map.getZoom() >= NEAREST_CLUSTERED;
    if (isNear && reports.length) cell.bindPopup(popup(reports.slice(0, LISTED)));
    else cell.on("click", () => this.map.setView(at, Math.min(this.map.getZoom() + 2, 18)));
  }

  private addPoint(at: L.LatLng, point: Report): void {
    L.marker(at, { icon: pin(point.color), title: `${point.title}, ${point.state}` })
      .bindPopup(popup([point]))
      .addTo(this.points);
  }
}

function label(at: L.LatLng, name: string): L.Marker {
  const text = document.createElement("span");
  text.textContent = name;
  const icon = L.divIcon({ html: text, className: "map-label", iconSize: [0, 0] });
  return L.marker(at, { icon, title: name, pane: "labels", interactive: false, keyboard: false });
}

// Where most of a city lies: a few islands far out at sea don't make it small.
function mainland(names: Name[]): L.LatLngBounds {
  const part = (values: number[], share: number): number =>
    values.sort((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? 0;
  const lats = names.map(({ at }) => at.lat), lngs = names.map(({ at }) => at.lng);
  const south = part(lats, 0.03), north = part(lats, 0.93), west = part(lngs, 0.03), east = part(lngs, 0.97);
  return L.latLngBounds([south, west], [north, east]).pad(0.12);
}

// Picking a place: click, drag, or walk the pin with the arrow keys; the inputs hold the answer.
class Picker {
  private marker: L.Marker | null = null;
  private readonly lat: HTMLInputElement | null;
  private readonly lng: HTMLInputElement | null;

  constructor(private readonly map: L.Map, private readonly frame: HTMLElement) {
    this.lat = byId(frame.dataset["latInput"]);
    this.lng = byId(frame.dataset["lngInput"]);
    frame.classList.add("is-picking");
    map.on("click", ({ latlng }) => this.put(latlng));
    this.lat?.addEventListener("change", () => this.read());
    this.read();
    this.offerLocation();
  }

  private read(): void {
    const lat = Number(this.lat?.value), lng = Number(this.lng?.value);
    if (!this.lat?.value || !this.lng?.value || Number.isNaN(lat + lng)) return;
    this.show(L.latLng(lat, lng));
    this.map.setView([lat, lng], Math.max(this.map.getZoom(), NEAR_ZOOM));
  }

  private put(at: L.LatLng): void {
    this.show(at);
    if (this.lat) this.lat.value = at.lat.toFixed(6);
    if (this.lng) this.lng.value = at.lng.toFixed(6);
    this.lng?.dispatchEvent(new Event("input", { bubbles: true }));
    const detail = { lat: at.lat, lng: at.lng };
    this.frame.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail }));
  }

  private show(at: L.LatLng): void {
    if (this.marker) {
      this.marker.setLatLng(at);
      return;
    }
    const name = this.frame.getAttribute("aria-label") ?? "";
    this.marker = L.marker(at, { icon: pin(""), draggable: true, autoPan: true }).addTo(this.map);
    this.marker.on("dragend", () => this.marker && this.put(this.marker.getLatLng()));
    this.marker.getElement()?.setAttribute("aria-label", name);
    this.marker.getElement()?.addEventListener("keydown", (event) => this.walk(event));
  }

  private walk(event: KeyboardEvent): void {
    const step = { ArrowUp: [0, -8], ArrowDown: [0, 8], ArrowLeft: [-8, 0], ArrowRight: [8, 0] }[event.key];
    if (!step || !this.marker) return;
    event.preventDefault();
    event.stopPropagation();
    const moved = this.map.latLngToContainerPoint(this.marker.getLatLng()).add(step as [number, number]);
    this.put(this.map.containerPointToLatLng(moved));
    this.map.panInside(this.marker.getLatLng(), { padding: [40, 40] });
  }

  private offerLocation(): void {
    const button = document.querySelector<HTMLElement>(`[data-locate="${this.frame.dataset["latInput"] ?? ""}"]`);
    button?.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.put(L.latLng(coords.latitude, coords.longitude));
        this.map.setView([coords.latitude, coords.longitude], NEAR_ZOOM + 1);
        this.say("textDone");
      },
      () => this.say("textDenied"),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    ));
  }

  private say(text: string): void {
    for (const status of all("[data-locate-status]")) status.textContent = status.dataset[text] ?? "";
  }
}

export async function openMap(frame: HTMLElement): Promise<void> {
  const wait = frame.querySelector(".map-wait");
  try {
    await styled(frame);
    await breath();
    await new CityMap(frame).fill();
    wait?.remove();
    root.dispatchEvent(new CustomEvent("map-open"));
  } catch {
    if (wait) wait.textContent = frame.dataset["textFailed"] ?? "";
  }
}
