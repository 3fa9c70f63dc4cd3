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

/** Hours and minutes as the page's language writes them. */
export function timeOfDay(at: Date): string {
  const text = `${at.getHours()}`.padStart(2, "0") + ":" + `${at.getMinutes()}`.padStart(2, "0");
  return root.lang === "en" ? text : text.replace(":", ".");
}

export function number(value: number): string {
  return value.toLocaleString(root.lang === "en" ? "en" : "id");
}
