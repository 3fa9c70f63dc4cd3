// Where it is: from the photograph, the phone, the map, or a place picked by its name.
import { fix } from "../field/place";

type Where = { lat: number; lng: number };

export class Point {
  private readonly lat: HTMLInputElement | null;
  private readonly lng: HTMLInputElement | null;
  private readonly row: HTMLElement | null;
  private readonly said: HTMLElement | null;

  constructor(private readonly form: HTMLFormElement, private readonly changed: () => void) {
    [this.lat, this.lng] = [this.input("lat"), this.input("lng")];
    this.row = form.querySelector("[data-place]");
    this.said = form.querySelector("[data-place-said]");
    // The map fills the inputs itself and says so.
    this.lng?.addEventListener("input", () => { this.setArea(""); this.show(); });
    this.lat?.addEventListener("change", () => this.show());
    form.querySelector("[data-place-forget]")?.addEventListener("click", () => this.forget());
    form.querySelector("[data-here]")?.addEventListener("click", () => void this.here());
    this.show();
  }

  private input(name: string): HTMLInputElement | null {
    const found = this.form.elements.namedItem(name);
    return found instanceof HTMLInputElement ? found : null;
  }

  // Kelurahan to choose among may have taken the place of the hidden one.
  private setArea(code: string): void {
    const area = this.input("area");
    if (area) area.value = code;
  }

  get isSet(): boolean {
    return Boolean(this.lat?.value);
  }

  set(where: Where | null, area = ""): void {
    if (!this.lat || !this.lng) return;
    this.lat.value = where ? where.lat.toFixed(6) : "";
    this.lng.value = where ? where.lng.toFixed(6) : "";
    this.setArea(area);
    // An open map moves its pin, the draft is kept.
    this.lat.dispatchEvent(new Event("change", { bubbles: true }));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    this.changed();
  }

  forget(): void {
    this.set(null);
    this.form.querySelector<HTMLElement>("[name=where]")?.focus();
  }

  /** The name of the place, once the server has said it. */
  name(words: string): void {
    if (this.said && this.isSet) this.said.textContent = [this.said.dataset["textPoint"], words].filter(Boolean).join(": ");
  }

  private show(): void {
    if (this.row) this.row.hidden = !this.isSet;
    this.name("");
  }

  private async here(): Promise<void> {
    const said = this.form.querySelector<HTMLElement>("[data-here-said]");
    const say = (text: string): void => { if (said) said.textContent = said.dataset[text] ?? ""; };
    say("textLooking");
    const found = await fix(15_000);
    if (found) this.set(found);
    say(found ? "textDone" : "textDenied");
  }
}
