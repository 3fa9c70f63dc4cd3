// The photographs of a report: what each file says of its place is read before it is made smaller,
// and all of them stay on this phone until they are sent.
import { exifOf } from "../field/exif";
import { PhotoTray } from "../photos";
import { draftShots, keepShots } from "./store";
import type { Shot } from "./types";

const NOTHING = { taken_at: null, lat: null, lng: null };

export class ReportTray extends PhotoTray {
  private readonly facts = new Map<File, Shot["facts"]>();

  constructor(tray: HTMLElement, private readonly changed: () => void) {
    super(tray);
  }

  get shots(): Shot[] {
    return this.files.map((file) => ({ name: file.name, blob: file, facts: this.facts.get(file) ?? NOTHING }));
  }

  /** Where the first photograph that knows it was taken. */
  get place(): { lat: number; lng: number } | null {
    for (const { facts: { lat, lng } } of this.shots) if (lat !== null && lng !== null) return { lat, lng };
    return null;
  }

  protected override async take(file: File): Promise<File> {
    const facts = file.type === "application/pdf" ? NOTHING : await exifOf(file);
    const taken = file.type === "application/pdf" ? file : await super.take(file);
    this.facts.set(taken, facts);
    return taken;
  }

  /** What an earlier page left here, before the browser was closed. */
  async restore(): Promise<void> {
    for (const { name, blob, facts } of await draftShots()) {
      const file = new File([blob], name, { type: blob.type });
      this.facts.set(file, facts);
      this.files.push(file);
    }
    if (this.files.length) super.draw();
  }

  clear(): void {
    this.files = [];
    this.draw();
  }

  protected override draw(): void {
    super.draw();
    // No room, or private browsing: the photographs still go with the form.
    void keepShots(this.shots).catch(() => undefined);
    this.changed();
  }
}
