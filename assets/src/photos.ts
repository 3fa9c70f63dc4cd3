// Photos of a form, shown before they are sent, each with a way out; large ones made smaller
// where the page allows it (never for proof, where the original counts).
import { all, icon } from "./dom";

const LONGEST = 2048;
const QUALITY = 0.85;

async function shrink(file: File): Promise<File> {
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

class PhotoTray {
  private readonly input: HTMLInputElement;
  private readonly adder: HTMLElement;
  private files: File[] = [];

  constructor(private readonly tray: HTMLElement) {
    this.input = tray.querySelector("input[type=file]") as HTMLInputElement;
    this.adder = this.input.closest("label") as HTMLElement;
    this.input.addEventListener("change", () => void this.add(Array.from(this.input.files ?? [])));
  }

  private async add(chosen: File[]): Promise<void> {
    const room = Number(this.tray.dataset["max"] ?? "10") - this.files.length;
    const isShrinking = this.tray.dataset["shrink"] !== undefined;
    for (const file of chosen.slice(0, room)) {
      this.files.push(isShrinking ? await shrink(file) : file);
    }
    this.draw();
  }

  private draw(): void {
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
    const image = document.createElement("img");
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn del";
    button.setAttribute("aria-label", `${this.tray.dataset["textRemove"] ?? ""} ${place + 1}`);
    button.append(icon("i-x", "icon"));
    button.addEventListener("click", () => {
      this.files.splice(place, 1);
      this.draw();
      this.input.focus();
    });
    tile.append(image, button);
    return tile;
  }
}

export function showPhotos(): void {
  for (const tray of all("[data-photos]")) new PhotoTray(tray);
}
