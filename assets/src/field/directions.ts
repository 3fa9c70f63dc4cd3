// Where a tap on Arah leads: the phone's own choice of maps, or one that the officer prefers.
import type { Point } from "./route";

const KEY = "lapangan-peta";

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
    default: return `geo:${at}?q=${at}`;
  }
}
