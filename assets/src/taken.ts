// A form with photographs of work: when and where each was taken goes along, as far as the browser
// knows. Only a picture just taken was taken here; the file of an older one speaks for itself.
import { fix } from "./field/place";
import { all } from "./dom";

const JUST_NOW = 180_000;

type Said = { at: number; lat: number | null; lng: number | null } | null;

class Control {
  private said: Said[] = [];
  private looking: Promise<void> | null = null;

  constructor(private readonly input: HTMLInputElement, private readonly hidden: HTMLInputElement,
    private readonly tell: (text: string) => void) {
    input.addEventListener("change", () => {
      const looking = this.look().finally(() => { if (this.looking === looking) this.looking = null; });
      this.looking = looking;
    });
  }

  private async look(): Promise<void> {
    const files = Array.from(this.input.files ?? []);
    const said: Said[] = files.map(({ lastModified: at }) =>
      Date.now() - at < JUST_NOW ? { at, lat: null, lng: null } : null);
    this.said = said;
    const fresh = said.filter((one) => one !== null);
    if (!fresh.length) return;
    this.tell("textLooking");
    const found = await fix();
    for (const one of fresh) Object.assign(one, { lat: found?.lat ?? null, lng: found?.lng ?? null });
    this.tell(found ? "textFound" : "textNone");
  }

  /** Resolves once nothing is looked for any more. */
  async settle(): Promise<void> {
    await this.looking;
  }

  get isLooking(): boolean {
    return this.looking !== null;
  }

  write(): void {
    this.hidden.value = JSON.stringify(this.said.map((one) =>
      one && { ago: Math.max(0, Date.now() - one.at) / 1000, lat: one.lat, lng: one.lng }));
  }
}

export function sayWhereTaken(form: HTMLFormElement): void {
  const status = form.querySelector<HTMLElement>("[data-taken-status]");
  const note = form.querySelector<HTMLElement>("[data-taken-note]");
  if (note && "geolocation" in navigator) note.hidden = false;
  const tell = (text: string): void => { if (status) status.textContent = status.dataset[text] ?? ""; };
  const controls = all<HTMLInputElement>("input[type=file]", form).flatMap((input) => {
    const hidden = form.elements.namedItem(`${input.name}_taken`);
    return hidden instanceof HTMLInputElement ? [new Control(input, hidden, tell)] : [];
  });
  form.addEventListener("submit", (event) => {
    controls.forEach((one) => one.write());
    if (!controls.some((one) => one.isLooking)) return;
    // A few seconds at most: `fix` gives up by itself.
    event.preventDefault();
    const by = event.submitter;
    void Promise.all(controls.map((one) => one.settle())).then(() => form.requestSubmit(by));
  });
}
