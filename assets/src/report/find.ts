// The field for the place offers areas and places while she types: a combobox by the book, so that a
// keyboard and a screen reader can use it. Without a script, or without a line, it is a text field.
import { t } from "../field/parts";
import type { Point } from "./point";

type Offer = { name: string; detail: string; area: string; lat: number | null; lng: number | null };

const WAIT = 250;

export class Finder {
  private readonly list = document.createElement("ul");
  private readonly said = document.createElement("p");
  private offers: Offer[] = [];
  private active = -1;
  private timer = 0;
  private turn = 0;
  private picked = "";

  constructor(private readonly input: HTMLInputElement, private readonly url: string, private readonly point: Point) {
    this.list.id = "find-list";
    this.list.className = "find-list";
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", t("find_label"));
    this.list.hidden = true;
    this.said.className = "visually-hidden";
    this.said.role = "status";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    const box = document.createElement("div"), isTyping = document.activeElement === input;
    box.className = "find";
    input.replaceWith(box);
    box.append(input, this.list, this.said);
    // Who typed while this script was still on its way goes on where she was.
    if (isTyping) input.focus({ preventScroll: true });
    this.close();
    input.addEventListener("input", (event) => { if (event.isTrusted) this.typed(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // A finger on the list doesn't take the focus away first.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("li") : null;
      if (row) this.pick(Array.from(this.list.children).indexOf(row));
    });
  }

  private typed(): void {
    // Words that no longer name the picked place don't keep its point.
    if (this.picked && this.input.value !== this.picked) {
      this.picked = "";
      this.point.set(null);
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT);
  }

  private async ask(): Promise<void> {
    const words = this.input.value.trim(), turn = ++this.turn;
    if (words.length < 2) return this.close();
    const answer = await fetch(`${this.url}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (turn !== this.turn || !answer?.ok) return;
    this.offers = ((await answer.json()) as { places: Offer[] }).places;
    if (document.activeElement === this.input) this.open();
  }

  private open(): void {
    this.active = -1;
    this.list.replaceChildren(...this.offers.map((offer, place) => row(offer, place)));
    this.list.hidden = this.offers.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    this.said.textContent = t("find_n", { n: this.offers.length });
  }

  private close(): void {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.pick(this.active);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.offers.length) {
      event.preventDefault();
      if (this.list.hidden) this.open();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  private move(step: number): void {
    const most = this.offers.length;
    this.active = this.active < 0 ? (step > 0 ? 0 : most - 1) : (this.active + step + most) % most;
    Array.from(this.list.children).forEach((one, place) => {
      one.setAttribute("aria-selected", String(place === this.active));
      if (place === this.active) one.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `find-${this.active}`);
  }

  private pick(place: number): void {
    const offer = this.offers[place];
    if (!offer) return;
    this.picked = this.input.value = [offer.name, offer.detail.split(", ")[0]].filter(Boolean).join(", ");
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    const where = offer.lat !== null && offer.lng !== null ? { lat: offer.lat, lng: offer.lng } : null;
    this.point.set(where, offer.area);
    this.close();
  }
}

function row(offer: Offer, place: number): HTMLElement {
  const row = document.createElement("li"), name = document.createElement("b"), detail = document.createElement("span");
  row.role = "option";
  row.id = `find-${place}`;
  row.setAttribute("aria-selected", "false");
  name.textContent = offer.name;
  detail.textContent = offer.detail;
  row.append(name, detail);
  return row;
}
