// A form keeps its draft on this device: <form data-autosave="lapor">. A page that answers a
// sent form says <meta name="draft-done" content="lapor">, or a message on it has
// data-draft-done, and the draft is gone.
import { all, byId, timeOfDay } from "./dom";

export type Draft = { at: number; values: Record<string, string[]> };
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PREFIX = "draft:";
const KEPT_DAYS = 7;

function controls(form: HTMLFormElement): Control[] {
  return Array.from(form.elements).filter((element): element is Control => {
    const isControl = element instanceof HTMLInputElement
      || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
    if (!isControl || !element.name || element.dataset["private"] !== undefined) return false;
    return !["password", "file", "submit", "button"].includes(element.type) && !isSecret(element);
  });
}

// Hidden fields are the server's (token, key against sending twice), except those a map fills.
function isSecret(element: Control): boolean {
  return element.type === "hidden" && element.dataset["kept"] === undefined;
}

function isPressable(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && ["radio", "checkbox"].includes(control.type);
}

function gather(form: HTMLFormElement): Draft {
  const values: Record<string, string[]> = {};
  for (const control of controls(form)) {
    const kept = (values[control.name] ??= []);
    if (!isPressable(control) || control.checked) kept.push(control.value);
  }
  return { at: Date.now(), values };
}

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const control of controls(form)) {
    const kept = draft.values[control.name];
    if (!kept) continue;
    if (isPressable(control)) control.checked = kept.includes(control.value);
    else control.value = kept[0] ?? "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function read(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    return draft && Date.now() - draft.at < KEPT_DAYS * 86_400_000 ? draft : null;
  } catch {
    return null; // Storage is switched off, or another version wrote it: there is no draft.
  }
}

function write(key: string, draft: Draft): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // Full or forbidden: say nothing rather than something false.
  }
}

function say(form: HTMLFormElement, at: number): void {
  const status = byId(form.dataset["autosaveStatus"]);
  if (!status) return;
  status.hidden = false;
  const text = status.querySelector("[data-saved-at]");
  if (text) text.textContent = timeOfDay(new Date(at));
}

function keep(form: HTMLFormElement): void {
  const key = PREFIX + (form.dataset["autosave"] ?? "");
  const draft = read(key);
  // What the server sent back, after an error or with a question, is newer than the draft.
  const hasComeBack = form.dataset["cameBack"] !== undefined || form.querySelector("[aria-invalid=true]");
  if (draft && !hasComeBack) {
    restore(form, draft);
    form.closest("details")?.setAttribute("open", "");
    say(form, draft.at);
  }
  let timer = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      const fresh = gather(form);
      if (write(key, fresh)) say(form, fresh.at);
    }, 400);
  });
}

/** Keep `values` as the draft of this name: a form that opens later starts with them. */
export function keepDraft(name: string, values: Record<string, string[]>): void {
  write(PREFIX + name, { at: Date.now(), values });
}

export function forgetDraft(name: string): void {
  forgetWhere((key) => key === PREFIX + name);
}

/** All drafts whose names begin so. */
export function forgetDrafts(start: string): void {
  forgetWhere((key) => key.startsWith(PREFIX + start));
}

function forgetWhere(isMeant: (key: string) => boolean): void {
  try {
    Object.keys(localStorage).filter(isMeant).forEach((key) => localStorage.removeItem(key));
  } catch {
    // Nothing could be stored, so nothing is left behind.
  }
}

export function keepDrafts(): void {
  for (const meta of all<HTMLMetaElement>("meta[name=draft-done]")) {
    forgetDraft(meta.content);
    // The address says so: opened again, it would take what was begun since.
    if (meta.dataset["once"] !== undefined) history.replaceState(history.state, "", location.pathname);
  }
  all("[data-draft-done]").forEach((done) => forgetDraft(done.dataset["draftDone"] ?? ""));
  all<HTMLFormElement>("form[data-autosave]").forEach(keep);
}
