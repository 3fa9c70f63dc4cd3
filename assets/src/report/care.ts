// Danger first, and what makes a report secret: said at once while she writes, also without a line.
import { all } from "../dom";
import { said } from "./phrases";

class Care {
  readonly name: string;
  private readonly words: string[];
  private readonly codes: string[];
  private closedFor = "";
  isOn = false;

  constructor(private readonly box: HTMLElement, private readonly changed: () => void) {
    this.name = box.dataset["care"] ?? "";
    this.words = (box.dataset["words"] ?? "").split("|").filter(Boolean);
    this.codes = (box.dataset["codes"] ?? "").split(" ").filter(Boolean);
    box.querySelector("[data-care-close]")?.addEventListener("click", () => this.close());
  }

  look(text: string, category: string): void {
    const spoken = said(text, this.words), isChosen = this.codes.includes(category);
    const why = [...spoken, isChosen ? category : ""].join("|");
    this.isOn = spoken.length > 0 || isChosen;
    // Closed for these words; another one opens it again.
    const isShown = this.isOn && why !== this.closedFor;
    if (this.box.hidden === isShown) this.box.hidden = !isShown;
    this.box.dataset["why"] = why;
    const lift = this.box.querySelector<HTMLElement>("[data-lift]");
    if (lift) lift.hidden = isChosen;
  }

  private close(): void {
    this.closedFor = this.box.dataset["why"] ?? "";
    this.box.hidden = true;
    this.changed();
  }
}

export class Cares {
  private readonly cares: Care[];

  constructor(private readonly form: HTMLFormElement, changed: () => void) {
    this.cares = all("[data-care]", form).map((box) => new Care(box, changed));
  }

  look(): void {
    const text = value(this.form, "text"), category = value(this.form, "category");
    this.cares.forEach((care) => care.look(text, category));
  }

  /** Those that were said on the screen, so that the server needn't ask again. */
  get seen(): string[] {
    return this.cares.filter((care) => care.isOn).map((care) => care.name);
  }

  get isSecret(): boolean {
    const isLifted = (this.form.elements.namedItem("not_protected") as HTMLInputElement | null)?.checked ?? false;
    return this.cares.some(({ name, isOn }) => isOn && (name === "misconduct" || (name === "protection" && !isLifted)));
  }
}

export function value(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field && "value" in field ? String(field.value) : "";
}
