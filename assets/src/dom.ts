// Small words that every script here uses.

export const root = document.documentElement;

export function all<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] {
  return Array.from(within.querySelectorAll<T>(selector));
}

export function byId<T extends HTMLElement>(id: string | undefined): T | null {
  return id ? (document.getElementById(id) as T | null) : null;
}

/** The icon of the sprite, as the template tag `icon` draws it. */
export function icon(name: string, css = "icon icon-sm"): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", css);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${root.dataset["icons"] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

/** The moment with day and hour as the city's clock shows them, whatever zone the device is set to. */
export function inCity(at: Date): Date {
  const timeZone = root.dataset["zone"];
  if (!timeZone) return new Date(at);
  const unit = "numeric";
  const format = { timeZone, year: unit, month: unit, day: unit, hour: unit, minute: unit, hourCycle: "h23" } as const;
  const parts = Intl.DateTimeFormat("en", format).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return new Date(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/** Hours and minutes as the page's language writes them. */
export function timeOfDay(moment: Date): string {
  const at = inCity(moment);
  const text = `${at.getHours()}`.padStart(2, "0") + ":" + `${at.getMinutes()}`.padStart(2, "0");
  return root.lang === "en" ? text : text.replace(":", ".");
}

/** A whole number, its thousands apart as the page's language writes them. Not by the browser's own
 * table of languages, whose first use costs a cheap phone a tenth of a second. */
export function number(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, root.lang === "en" ? "," : ".");
}
