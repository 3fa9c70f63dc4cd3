// The slider between before and after, and the words under a rating.
import { all } from "./dom";

export function slidePhotos(within: ParentNode = document): void {
  for (const frame of all("[data-ba]", within)) {
    const range = frame.querySelector<HTMLInputElement>("input[type=range]");
    range?.addEventListener("input", () => frame.style.setProperty("--pos", `${range.value}%`));
  }
}
