// The app's markup is written by the server: parts to clone, slots to fill, sentences to read.
import { root } from "../dom";

const texts = new Map<string, string>();

/** A sentence of the page, with its {names} filled in. One of something may have its own. */
export function t(key: string, values: Record<string, string | number> = {}): string {
  if (!texts.size) {
    for (const mark of document.querySelectorAll<HTMLTemplateElement>("template[data-texts]")) {
      for (const text of mark.content.querySelectorAll<HTMLElement>("[data-text]")) {
        texts.set(text.dataset["text"] ?? "", text.textContent ?? "");
      }
    }
  }
  const found = (values["n"] === 1 ? texts.get(`${key}_one`) : undefined) ?? texts.get(key);
  if (found === undefined) throw new Error(`no text ${key}`);
  return found.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
}

/** A clone of a part; its slots by name. */
export class Part {
  readonly content: DocumentFragment;
  private readonly slots = new Map<string, Element>();

  constructor(name: string) {
    const source = document.querySelector<HTMLTemplateElement>(`template[data-part="${name}"]`);
    if (!source) throw new Error(`no part ${name}`);
    this.content = document.importNode(source.content, true);
    for (const slot of this.content.querySelectorAll("[data-slot]")) {
      this.slots.set(slot.getAttribute("data-slot") ?? "", slot);
      slot.removeAttribute("data-slot");
    }
  }

  get<E extends Element = HTMLElement>(name: string): E {
    const found = this.slots.get(name);
    if (!found) throw new Error(`no slot ${name}`);
    return found as E;
  }

  /** Text in a slot; nothing takes the slot away. */
  text(name: string, value: string): this {
    if (value) this.get(name).textContent = value;
    else this.get(name).remove();
    return this;
  }

  link(name: string, href: string, words = ""): this {
    const link = this.get<HTMLAnchorElement>(name);
    if (!href) link.remove();
    link.href = href;
    if (words) link.textContent = words;
    return this;
  }

  /** Put other parts, or elements, into a slot; nothing takes the slot away. */
  fill(name: string, ...children: (Part | Node)[]): this {
    const slot = this.get(name);
    slot.replaceChildren(...children.map((child) => (child instanceof Part ? child.content : child)));
    if (!children.length) slot.remove();
    return this;
  }

  drop(...names: string[]): this {
    for (const name of names) this.get(name).remove();
    return this;
  }

  on(name: string, act: () => unknown): this {
    this.get(name).addEventListener("click", () => void act());
    return this;
  }

  symbol(name: string, id: string): this {
    this.get(name).setAttribute("href", `${root.dataset["icons"] ?? ""}#${id}`);
    return this;
  }
}

export type Tone = "" | "red" | "yellow" | "green" | "blue" | "grey";

export function notice(tone: Tone, title: string, text: string, link?: [string, string]): Part {
  const part = new Part("notice").text("title", title).text("text", text);
  const isBad = tone === "red" || tone === "yellow";
  part.symbol("symbol", isBad ? "i-warn" : tone === "green" ? "i-check" : "i-info");
  const box = part.get("box");
  if (tone) box.classList.add(`is-${tone}`);
  if (tone === "red") box.setAttribute("role", "alert");
  return link ? part.link("link", link[0], link[1]) : part.drop("link");
}

export function empty(symbol: string, title: string, text: string, link?: [string, string]): Part {
  const part = new Part("empty_box").text("title", title).text("text", text).symbol("symbol", symbol);
  return link ? part.link("link", link[0], link[1]) : part.drop("link");
}

/** A question that can't be taken back; true when she said yes. */
export function ask(title: string, text: string, yes: string): Promise<boolean> {
  const part = new Part("ask").text("title", title).text("text", text).text("yes", yes);
  const dialog = part.get<HTMLDialogElement>("dialog");
  document.body.append(part.content);
  dialog.showModal();
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      done(dialog.returnValue === "yes");
      dialog.remove();
    }, { once: true });
  });
}
