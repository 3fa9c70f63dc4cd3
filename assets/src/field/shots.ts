// A picture on its way into the store: what it says of itself, made smaller, named by its bytes.
import { exifOf } from "./exif";
import { t } from "./parts";
import { fix } from "./place";
import { keep, type Store } from "./store";
import type { Shot } from "./types";
import { size } from "./words";

const LONGEST = 1920;
const QUALITY = 0.82;
const SMALL = 500_000;
export const MOST_BYTES = 20 * 1024 * 1024;
const JUST_NOW = 180_000;

/** Why a picture can't be kept, in words. Nothing else on the screen is touched. `blob` is what
 * could be saved elsewhere on the phone. */
export class NotKept extends Error {
  constructor(message: string, readonly blob: Blob | null = null) {
    super(message);
  }
}

export async function keepFile(store: Store, file: File, purpose: string): Promise<Shot> {
  const said = await exifOf(file);
  const isFresh = Date.now() - file.lastModified < JUST_NOW;
  const shot: Omit<Shot, "sha256"> = { purpose, ...said, accuracy: null, from: said.taken_at ? "file" : "none" };
  if (isFresh && (!said.taken_at || said.lat === null)) Object.assign(shot, await here(said.taken_at), { from: "fresh" });
  return { ...shot, sha256: await stored(store, await smaller(file)) };
}

/** A frame of our own camera: time and place are this moment's. */
export async function keepFrame(store: Store, blob: Blob, purpose: string, taken: Date): Promise<Shot> {
  const sha256 = await stored(store, blob);
  return { sha256, purpose, ...(await here(taken.toISOString())), from: "camera" };
}

type Here = Pick<Shot, "taken_at" | "lat" | "lng" | "accuracy">;

async function here(taken: string | null): Promise<Here> {
  const taken_at = taken ?? new Date().toISOString();
  const found = await fix();
  return { taken_at, lat: found?.lat ?? null, lng: found?.lng ?? null, accuracy: found ? Math.round(found.accuracy) : null };
}

async function stored(store: Store, blob: Blob): Promise<string> {
  const sha256 = await hash(blob);
  try {
    await keep(store, sha256, blob);
  } catch {
    throw new NotKept(t("phone_full", { size: size(blob.size) }), blob);
  }
  return sha256;
}

async function hash(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function smaller(file: File): Promise<Blob> {
  if (file.type === "application/pdf" || file.size < SMALL) return checked(file, file);
  const blob = await drawn(file).catch(() => null);
  // What this phone can't draw (HEIC on most) goes as it is: the server can.
  return checked(blob && blob.size < file.size ? blob : file, file);
}

function checked(blob: Blob, file: File): Blob {
  if (blob.size > MOST_BYTES) throw new NotKept(t("photo_too_big", { name: file.name, size: size(file.size) }));
  if (!blob.size) throw new NotKept(t("photo_empty", { name: file.name }));
  return blob;
}

async function drawn(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const blob = await jpeg(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return blob;
}

/** What a camera or a file shows, as a JPEG of at most LONGEST pixels. */
export function jpeg(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
