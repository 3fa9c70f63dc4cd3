// Photos of a form, shown before they are sent, each with a way out; large ones made smaller
// where the page allows it (never for proof, where the original counts).
import { all, icon } from "./dom";

const LONGEST = 2048;
const QUALITY = 0.85;

export async function shrink(file: File): Promise<File> {
  if (file.size < 600_000) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // A kind this browser can't draw (HEIC): the server can.
  }
}

export class PhotoTray {
  protected readonly input: HTMLInputElement;
  private readonly adder: HTMLElement;
  protected files: File[] = [];

  constructor(protected readonly tray: HTMLElement) {
    this.input = tray.querySelector("input[type=file]") as HTMLInputElement;
    this.adder = this.input.closest("label") as HTMLElement;
    this.input.addEventListener("change", () => void this.add(Array.from(this.input.files ?? [])));
  }

  protected async add(chosen: File[]): Promise<void> {
    const room = Number(this.tray.dataset["max"] ?? "10") - this.files.length;
    for (const file of chosen.slice(0, room)) this.files.push(await this.take(file));
    this.draw();
  }

  /** The file as it will travel. */
  protected async take(file: File): Promise<File> {
    return this.tray.dataset["shrink"] === undefined ? file : shrink(file);
  }

  protected draw(): void {
    const carried = new DataTransfer();
    this.files.forEach((file) => carried.items.add(file));
    this.input.files = carried.files;
    all(":scope > div", this.tray).forEach((old) => old.remove());
    this.files.forEach((file, place) => this.adder.before(this.tile(file, place)));
    this.adder.hidden = this.files.length >= Number(this.tray.dataset["max"] ?? "10");
    this.tray.dispatchEvent(new CustomEvent("photos", { bubbles: true, detail: this.files.length }));
  }

  private tile(file: File, place: number): HTMLElement {
    const tile = document.createElement("div");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn del";
    button.setAttribute("aria-label", `${this.tray.dataset["textRemove"] ?? ""} ${place + 1}`);
    button.append(icon("i-x", "icon"));
    button.addEventListener("click", () => {
      this.remove(place);
      this.input.focus();
    });
    tile.append(file.type === "application/pdf" ? named(file) : shown(file), button);
    return tile;
  }

  protected remove(place: number): void {
    this.files.splice(place, 1);
    this.draw();
  }
}

function shown(file: File): HTMLElement {
  const image = document.createElement("img");
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  return image;
}

function named(file: File): HTMLElement {
  const name = document.createElement("span");
  name.className = "paper";
  name.textContent = file.name;
  return name;
}

export function showPhotos(): void {
  // The report's own form keeps its photographs on the phone: see report/tray.ts.
  for (const tray of all("[data-photos]")) if (!tray.closest("[data-report]")) new PhotoTray(tray);
}
