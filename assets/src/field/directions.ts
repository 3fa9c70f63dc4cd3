// Where a tap on Arah leads: the phone's own choice of maps, or one that the officer prefers.
// The pages of the server say the same in tanggap/web/directions.py.
import type { Point } from "./route";

const KEY = "lapangan-peta";
const APPLE = /iPhone|iPad|iPod|Macintosh/; // none of its browsers opens geo:

export function mapsChoice(): string {
  try {
    return localStorage.getItem(KEY) ?? "geo";
  } catch {
    return "geo";
  }
}

export function setMapsChoice(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // No storage: the phone's own choice remains.
  }
}

export function directions({ lat, lng }: Point): string {
  const at = `${lat.toFixed(6)},${lng.toFixed(6)}`;
  switch (mapsChoice()) {
    case "google": return `https://www.google.com/maps/dir/?api=1&destination=${at}`;
    case "osm": return `https://www.openstreetmap.org/directions?to=${at}`;
    default: return APPLE.test(navigator.userAgent) ? `maps://?daddr=${at}` : `geo:${at}?q=${at}`;
  }
}
