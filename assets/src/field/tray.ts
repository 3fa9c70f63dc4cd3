// A row of photographs that are kept on the phone as soon as they are taken.
import { notice, Part, t } from "./parts";
import { fill, urlOf } from "./pictures";
import { desk } from "./desk";
import { keepFile, NotKept } from "./shots";
import type { Shot } from "./types";

const MOST = 10;

export type Frame = { blob: Blob; taken: Date };

export class Tray {
  constructor(
    private readonly box: HTMLElement,
    private readonly said: HTMLElement,
    private readonly purpose: string,
    readonly shots: Shot[],
    private readonly changed: () => void,
    private readonly camera: (() => void) | null,
    private readonly accept = "image/*",
  ) {}

  async draw(): Promise<void> {
    const tiles = await Promise.all(this.shots.map((shot, place) => this.tile(shot, place)));
    this.box.replaceChildren(...tiles.map((tile) => tile.content), this.adder().content);
  }

  private adder(): Part {
    const part = new Part("adder"), input = part.get<HTMLInputElement>("input");
    input.accept = this.accept;
    input.name = this.purpose;
    input.addEventListener("change", () => void this.add(Array.from(input.files ?? [])));
    if (this.shots.length >= MOST) part.drop("picker");
    if (this.camera && this.shots.length < MOST) part.on("camera", this.camera);
    else part.drop("camera");
    return part;
  }

  private async tile(shot: Shot, place: number): Promise<Part> {
    const part = new Part("tile"), image = part.get<HTMLImageElement>("image");
    const blob = await desk.file(shot.sha256);
    image.alt = t("photo_n", { n: place + 1 });
    if (blob?.type !== "application/pdf") fill(image, blob);
    else image.replaceWith(Object.assign(document.createElement("span"), { textContent: "PDF", className: "said" }));
    part.get("remove").setAttribute("aria-label", t("remove_photo", { n: place + 1 }));
    part.text("said", saidOf(shot)).on("remove", () => this.remove(place));
    return part;
  }

  async add(files: File[]): Promise<void> {
    this.box.setAttribute("aria-busy", "true");
    for (const file of files.slice(0, MOST - this.shots.length)) {
      await this.take(() => keepFile(desk.open, file, this.purpose));
    }
    this.box.removeAttribute("aria-busy");
  }

  /** Keep what `shoot` gives; when it can't be kept, say why and offer the picture itself. */
  async take(shoot: () => Promise<Shot>): Promise<void> {
    try {
      this.put(await shoot());
      this.said.replaceChildren();
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      const way: [string, string] | undefined = error.blob ? [urlOf(error.blob), t("save_photo")] : undefined;
      const part = notice("red", t("not_kept"), error.message, way);
      const link = part.content.querySelector("a");
      if (link) link.download = `${t("photo_file")}.jpg`;
      this.said.replaceChildren(part.content);
      this.said.scrollIntoView({ block: "center" });
    }
    await this.draw();
  }

  private put(shot: Shot): void {
    if (!this.shots.some((other) => other.sha256 === shot.sha256)) this.shots.push(shot);
    this.changed();
  }

  private async remove(place: number): Promise<void> {
    this.shots.splice(place, 1);
    this.changed();
    await this.draw();
    this.box.querySelector<HTMLElement>("button, input")?.focus();
  }
}

/** What is known of a photograph, in two words: the officer sees what the validator will miss. */
export function saidOf(shot: Shot): string {
  if (!shot.taken_at) return t("no_time");
  return shot.lat === null ? t("no_place") : t("time_and_place");
}
