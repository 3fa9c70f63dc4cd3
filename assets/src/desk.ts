// The desk's keyboard: J and K walk the queue, O opens, / searches, ? shows all keys, and each
// button with data-key answers to its own. Nothing happens while somebody types.
import { chooseMany } from "./bulk";
import { all, byId } from "./dom";
import { showForValues } from "./shown";
import { enlargeTogether } from "./zoom";

const QUEUE = ".queue > a";

declare global {
  interface Window {
    htmx?: { swap(target: string, content: string, how: { swapStyle: string }): void };
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, dialog[open]") !== null;
}

function walk(step: number): void {
  const rows = all<HTMLAnchorElement>(QUEUE);
  const focused = rows.findIndex((row) => row === document.activeElement);
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === "true");
  const row = rows[Math.min(Math.max(from + step, 0), rows.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function press(key: string): boolean {
  // A focused link or button keeps its own Enter.
  if (key === "enter" && document.activeElement?.matches("a, button, summary")) return false;
  const wanted = all<HTMLElement>("[data-key]").find(
    (element) => element.dataset["key"] === key && element.ariaDisabled !== "true",
  );
  wanted?.click();
  return wanted !== undefined;
}

function search(): boolean {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  field?.focus();
  return field !== null;
}

function showKeys(): boolean {
  const dialog = byId<HTMLDialogElement>("keys");
  const list = dialog?.querySelector("[data-keys]");
  if (!dialog || !list) return false;
  all("[data-of-page]", list).forEach((row) => row.remove());
  for (const element of all<HTMLElement>("[data-key]")) list.append(keyRow(element));
  dialog.showModal();
  return true;
}

function keyRow(element: HTMLElement): HTMLElement {
  const row = document.createElement("div");
  row.className = "row spread";
  row.dataset["ofPage"] = "";
  const term = document.createElement("dt");
  const mark = element.querySelector("kbd");
  term.textContent = (element.textContent ?? "").replace(mark?.textContent ?? "", "").trim();
  const value = document.createElement("dd");
  const key = document.createElement("kbd");
  key.textContent = mark?.textContent ?? (element.dataset["key"] ?? "").toUpperCase();
  value.append(key);
  row.append(term, value);
  return row;
}

const MOVES: Record<string, () => boolean | void> = {
  j: () => walk(1),
  k: () => walk(-1),
  o: () => document.activeElement?.matches(QUEUE) ? (document.activeElement as HTMLElement).click() : false,
  "/": search,
  "?": showKeys,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  const move = MOVES[key];
  const isDone = move ? move() !== false : press(key);
  if (isDone) event.preventDefault();
});

// One row of the queue is the one in the pane.
document.addEventListener("click", (event) => {
  const row = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(QUEUE) : null;
  if (!row) return;
  all(QUEUE).forEach((other) => other.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
});

showForValues();
enlargeTogether();

// An answer that is no page part (a lost session, an error) is shown whole, never swallowed.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.status === 401 || xhr.status === 403) location.reload();
});

// A ready text goes into its field; what was typed there already stays before it.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-fill]") : null;
  const field = byId<HTMLTextAreaElement>(link?.dataset["fill"]);
  if (!link || !field) return;
  event.preventDefault();
  const typed = field.value.trim();
  field.value = (typed ? `${typed}\n\n` : "") + (link.dataset["text"] ?? "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

// On a wide screen the nearest report is open at once: no page is empty beside a full queue. Who
// chose another one meanwhile keeps that.
async function openFirst(): Promise<void> {
  const first = document.querySelector<HTMLAnchorElement>(QUEUE);
  const isChosen = document.querySelector(`${QUEUE}[aria-current=true]`) !== null;
  if (!first || isChosen || !document.body.classList.contains("page-queue")) return;
  if (!window.matchMedia("(min-width: 62em)").matches || new URLSearchParams(location.search).has("report")) return;
  const address = first.getAttribute("hx-get");
  if (!address) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "pane" } });
  const part = await answer.text();
  if (!answer.ok || document.querySelector(`${QUEUE}[aria-current=true]`)) return;
  first.setAttribute("aria-current", "true");
  window.htmx?.swap("#pane", part, { swapStyle: "innerHTML" });
}

chooseMany();
// Whoever leaves before it came misses nothing.
window.addEventListener("load", () => void openFirst().catch(() => undefined));
