// Photo first: pictures chosen on the first screen go into the form's draft, and the form opens.
import { exifOf } from "../field/exif";
import { shrink } from "../photos";
import { draftShots, keepShots } from "./store";
import type { Shot } from "./types";

const MOST = 10;

export async function startWith(files: File[], address: string): Promise<void> {
  const shots: Shot[] = await draftShots().catch(() => []);
  for (const file of files.slice(0, MOST - shots.length)) {
    const facts = await exifOf(file), blob = await shrink(file);
    shots.push({ name: blob.name, blob, facts });
  }
  await keepShots(shots).catch(() => undefined);
  location.assign(address);
}
