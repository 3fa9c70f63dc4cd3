// The map of the day, numbered in the order to drive. Comes with Leaflet, only when it is looked at.
import * as L from "leaflet";
import { pin, styled } from "../map";
import { desk } from "./desk";
import { Part, t } from "./parts";
import { quietFix } from "./place";
import { HOME, routed } from "./screens";

export async function chart(main: HTMLElement): Promise<() => void> {
  const from = quietFix(() => undefined);
  const part = new Part("map"), frame = part.get("map");
  main.replaceChildren(part.content);
  await styled(frame);
  const tasks = routed(desk.tasks.filter((task) => !task.isSent && ["", "me"].includes(task.officer)), from);
  const placed = tasks.filter((task) => task.lat !== null && task.lng !== null);
  const map = L.map(frame, { attributionControl: Boolean(frame.dataset["tiles"]), zoomAnimation: false, fadeAnimation: false });
  const points = placed.map((task): L.LatLngTuple => [task.lat as number, task.lng as number]);
  if (from) points.push([from.lat, from.lng]);
  if (points.length) map.fitBounds(L.latLngBounds(points).pad(0.15), { maxZoom: 16 });
  else map.setView([-2.5, 118], 5);
  if (frame.dataset["tiles"]) L.tileLayer(frame.dataset["tiles"], { attribution: "© OpenStreetMap" }).addTo(map);
  tasks.forEach((task, place) => {
    if (task.lat === null || task.lng === null) return;
    const marker = L.marker([task.lat, task.lng], { icon: numbered(place + 1, task.color), title: task.title, alt: `${place + 1}. ${task.title}` });
    const link = document.createElement("a");
    link.href = `${HOME}${task.number}/`;
    link.textContent = `${place + 1}. ${task.title}`;
    marker.bindPopup(link).addTo(map);
  });
  if (from) L.marker([from.lat, from.lng], { icon: L.divIcon({ className: "map-me", iconSize: [20, 20] }), title: t("me_here"), interactive: false, keyboard: false }).addTo(map);
  void land(map, frame, points.length === 0);
  frame.querySelector(".map-wait")?.remove();
  return () => map.remove();
}

function numbered(n: number, color: string): L.DivIcon {
  const icon = pin(color), box = icon.options.html as HTMLElement;
  const mark = document.createElement("b");
  mark.textContent = String(n);
  mark.className = "pin-no";
  box.querySelector("svg svg")?.remove();
  box.append(mark);
  return icon;
}

/** The outlines below: kept on the phone from the last time there was a line. */
async function land(map: L.Map, frame: HTMLElement, isEmpty: boolean): Promise<void> {
  try {
    const answer = await fetch(frame.dataset["areas"] ?? "");
    if (!answer.ok) return;
    const outlines = L.geoJSON(await answer.json(), { interactive: false, style: () => ({ className: "map-land", weight: 1, fill: !frame.dataset["tiles"] }) });
    if (isEmpty) map.fitBounds(outlines.getBounds());
    outlines.addTo(map);
    frame.classList.add("has-areas");
  } catch {
    // No line and never fetched: pins on plain ground, and the list has the addresses.
  }
}
