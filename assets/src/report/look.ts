// While she writes the server is asked what this may be about, what is near, and how it will look.
// Never needed: without a line, or when it is busy, the form goes on as it is.
import { all, icon } from "../dom";
import { value } from "./care";
import { token } from "./line";

const WAIT = 600;
const FIELDS = ["text", "where", "lat", "lng", "area", "category", "identity", "readers", "not_protected"];

type Guess = { code: string; name: string; words: string[] };
type Said = { categories: Guess[]; parts: Record<string, string>; place: string; hint: string };

export class Looker {
  private timer = 0;
  private turn = 0;
  private asked = "";
  private csrf: string;

  constructor(private readonly form: HTMLFormElement, private readonly photos: () => number,
    private readonly named: (place: string) => void) {
    this.csrf = value(form, "csrfmiddlewaretoken");
  }

  later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.now(), WAIT);
  }

  /** Which parts stand on the page now: what was said needn't be asked again. */
  get seen(): string[] {
    return ["similar", "outside"].filter((name) => part(name)?.hasChildNodes());
  }

  private body(): FormData {
    const body = new FormData(), typed = new FormData(this.form);
    for (const name of FIELDS) body.set(name, String(typed.get(name) ?? ""));
    body.set("photos", String(this.photos()));
    return body;
  }

  private async now(): Promise<void> {
    const body = this.body(), said = JSON.stringify(Array.from(body));
    if (!navigator.onLine || said === this.asked) return;
    const turn = ++this.turn;
    const answer = await this.ask(body).catch(() => null);
    if (turn !== this.turn || !answer?.ok) return;
    this.asked = said;
    this.show((await answer.json()) as Said);
  }

  private async ask(body: FormData): Promise<Response> {
    const send = (): Promise<Response> => fetch(this.form.dataset["lookUrl"] ?? "",
      { method: "POST", body, headers: { "X-CSRFToken": this.csrf }, credentials: "same-origin" });
    if (!this.csrf) this.csrf = await token();
    const answer = await send();
    if (answer.status !== 403) return answer;
    // The page is older than its token: a fresh one, once.
    this.csrf = await token();
    return send();
  }

  private show({ categories, parts, place, hint }: Said): void {
    for (const [name, html] of Object.entries(parts)) {
      const box = part(name);
      // The same again isn't drawn again: nobody loses her place in it.
      if (box && box.dataset["html"] !== html) {
        box.dataset["html"] = html;
        box.innerHTML = html;
      }
    }
    this.named(place.split(", ").slice(0, 2).join(", "));
    this.offer(categories);
    const extra = document.querySelector<HTMLElement>("[data-hint-extra]");
    if (extra) {
      extra.hidden = !hint;
      extra.querySelector("span")?.replaceChildren(hint);
    }
  }

  private offer(guesses: Guess[]): void {
    const box = this.form.querySelector<HTMLElement>("[data-guesses]"), row = box?.querySelector(".row");
    if (!box || !row) return;
    box.hidden = guesses.length === 0;
    row.replaceChildren(...guesses.map((guess) => this.chip(guess, box.dataset["textWhy"] ?? "")));
    this.mark();
  }

  private chip({ code, name, words }: Guess, why: string): HTMLElement {
    const chip = document.createElement("button"), said = document.createElement("span");
    chip.type = "button";
    chip.className = "chip guess";
    chip.dataset["code"] = code;
    said.className = "small muted";
    said.textContent = `${why} ${words.join(", ")}`;
    chip.append(icon("i-check"), name, said);
    chip.addEventListener("click", () => this.choose(code));
    return chip;
  }

  private choose(code: string): void {
    const select = this.form.elements.namedItem("category");
    if (!(select instanceof HTMLSelectElement)) return;
    select.value = select.value === code ? "" : code;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
    this.mark();
  }

  mark(): void {
    const chosen = value(this.form, "category");
    for (const chip of all("[data-code]", this.form)) chip.setAttribute("aria-pressed", String(chip.dataset["code"] === chosen));
  }
}

function part(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`div[data-part="${name}"]`);
}
