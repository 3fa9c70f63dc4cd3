// The screens that write: the proof, and a few words. Everything is kept while it is typed.
import { all } from "../dom";
import { hasCamera, shoot } from "./camera";
import { desk, photosOf, type Task } from "./desk";
import { notice, Part, t } from "./parts";
import { follow } from "./place";
import { HOME, loginUrl } from "./screens";
import { keepFrame } from "./shots";
import { Tray } from "./tray";
import type { Draft, Verb } from "./types";

// Nothing was repaired: the place itself must be shown, with time and position.
export const EVIDENCE = ["not_found", "already_fixed", "not_public"];

export type Go = (path: string) => void;

export async function proof(main: HTMLElement, number: string, go: Go): Promise<(() => void) | void> {
  const task = desk.task(number);
  if (!task?.may.includes("resolve")) return notNow(main, task, number);
  const screen = new Proof(main, task, await desk.draft(number), go);
  await screen.open();
  return follow(); // The phone looks for its place while the officer works.
}

class Proof {
  private readonly part = new Part("proof");
  private readonly form = this.part.get<HTMLFormElement>("form");
  private readonly said = this.part.get("said");
  private readonly before: Tray;
  private readonly after: Tray;

  constructor(private readonly main: HTMLElement, private readonly task: Task, private readonly draft: Draft, private readonly go: Go) {
    const keep = (): void => void this.keep();
    const tray = (slot: string, accept?: string): Tray => new Tray(
      this.part.get(slot), this.said, slot, photosOf(draft.photos, slot), keep,
      hasCamera() ? () => void this.shoot(slot) : null, accept,
    );
    this.before = tray("before");
    this.after = tray("after", task.proof === "document" ? "image/*,application/pdf" : "image/*");
  }

  async open(): Promise<void> {
    this.part.text("title", this.task.title).link("back", `${HOME}${this.task.number}/`);
    this.fill();
    this.form.addEventListener("input", () => { this.explain(); void this.keep(); });
    this.form.addEventListener("submit", (event) => { event.preventDefault(); void this.send(); });
    await Promise.all([this.before.draw(), this.after.draw()]);
    this.explain();
    this.main.replaceChildren(this.part.content);
    if (location.hash === "#kamera" && hasCamera() && !this.after.shots.length) await this.shoot("after");
  }

  private field<E extends HTMLElement = HTMLInputElement>(name: string): E {
    return this.form.querySelector(`[name=${name}]`) as E;
  }

  private get outcome(): string {
    return this.form.querySelector<HTMLInputElement>("[name=outcome]:checked")?.value ?? "fixed";
  }

  private fill(): void {
    for (const choice of all<HTMLInputElement>("[name=outcome]", this.form)) choice.checked = choice.value === this.draft.outcome;
    this.field<HTMLTextAreaElement>("note").value = this.draft.text;
    this.field("asset").value = this.draft.asset || this.task.asset;
  }

  private explain(): void {
    const isEvidence = EVIDENCE.includes(this.outcome);
    const title = isEvidence ? t("place_photo") : this.task.proof === "document" ? t("proof_document") : t("after");
    this.part.get("after_title").textContent = title;
    this.part.get("after_help").textContent = isEvidence ? t("place_help") : t("after_help");
  }

  private read(): Draft {
    return {
      number: this.task.number, outcome: this.outcome,
      text: this.field<HTMLTextAreaElement>("note").value.trim(), asset: this.field("asset").value.trim(),
      photos: [...this.before.shots, ...this.after.shots],
    };
  }

  private async keep(): Promise<void> {
    await desk.keepDraft(this.read()).catch(() => this.say("red", t("full_title"), t("full_text")));
  }

  private say(tone: "red" | "yellow", title: string, text: string): void {
    this.said.replaceChildren(notice(tone, title, text).content);
    this.said.scrollIntoView({ block: "center" });
  }

  private async shoot(slot: string): Promise<void> {
    const tray = slot === "before" ? this.before : this.after;
    const { lat, lng, title } = this.task;
    const target = lat !== null && lng !== null ? { lat, lng } : null;
    const taken = await shoot({ title, target, ghost: await this.ghost(slot), hasNotFound: slot === "after" });
    if (taken === "no_camera") return this.say("yellow", t("no_camera_title"), t("no_camera"));
    if (taken === "not_found") {
      const choice = this.form.querySelector<HTMLInputElement>("[value=not_found]");
      if (choice) choice.checked = true;
      this.explain();
      return this.shoot(slot);
    }
    if (taken) await tray.take(() => keepFrame(desk.open, taken.blob, slot, taken.taken));
    this.field(taken ? "note" : "outcome").focus();
  }

  /** The officer's own earlier photograph, else the citizen's where it may be seen. */
  private async ghost(slot: string): Promise<Blob | undefined> {
    const own = slot === "after" ? this.before.shots.at(-1) : undefined;
    if (own) return desk.file(own.sha256);
    const seen = this.task.photos.find((photo) => ["report", "before", "reopen"].includes(photo.purpose));
    return seen ? desk.picture(seen.url) : undefined;
  }

  private async send(): Promise<void> {
    const draft = this.read();
    const problem = missing(this.task, draft);
    if (problem) return this.say("red", t("not_yet"), problem);
    const photos = draft.photos.map((shot) => ({ ...shot, purpose: purposeOf(shot.purpose, draft.outcome) }));
    const { text, outcome, asset } = draft;
    try {
      await desk.act(this.task, "resolve", { text, outcome, asset, photos });
    } catch {
      return this.say("red", t("full_title"), t("full_text"));
    }
    this.go(HOME);
  }
}

function purposeOf(slot: string, outcome: string): string {
  return slot === "after" && EVIDENCE.includes(outcome) ? "place" : slot;
}

/** What the server would refuse, said before the officer leaves the place. */
function missing(task: Task, draft: Draft): string {
  const after = photosOf(draft.photos, "after");
  if (!draft.text) return t("need_note");
  if (EVIDENCE.includes(draft.outcome)) {
    return after.some((shot) => shot.taken_at && shot.lat !== null) ? "" : t("need_place");
  }
  return task.proof !== "answer" && !after.length ? t("need_photo") : "";
}

type Words = { verb: Verb; heading: string; label: string; help: string; send: string; hasPhotos: boolean };
const FORMS: Record<string, Words> = {
  kabar: { verb: "progress", heading: "news", label: "news_label", help: "news_help", send: "send", hasPhotos: true },
  kembalikan: { verb: "give_back", heading: "give_back", label: "reason", help: "give_back_help", send: "give_back_send", hasPhotos: false },
  bagian: { verb: "done", heading: "our_part", label: "what_done", help: "our_part_help", send: "send", hasPhotos: false },
};

export async function words(main: HTMLElement, number: string, which: string, go: Go): Promise<(() => void) | void> {
  const task = desk.task(number), how = FORMS[which];
  if (!how || !task?.may.includes(how.verb)) return notNow(main, task, number);
  const key = `${number}/${which}`, draft = await desk.draft(key);
  const part = new Part("words").text("title", task.title).link("back", `${HOME}${number}/`);
  for (const slot of ["heading", "label", "help", "send"] as const) part.text(slot, t(how[slot]));
  const form = part.get<HTMLFormElement>("form"), said = part.get("said");
  const text = form.querySelector("textarea") as HTMLTextAreaElement;
  text.value = draft.text;
  const keep = (): void => void desk.keepDraft({ ...draft, text: text.value, photos: tray.shots }).catch(() => undefined);
  const tray: Tray = new Tray(part.get("photos"), said, "note", draft.photos, keep, null);
  if (how.hasPhotos) await tray.draw();
  else part.drop("photos_box");
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => void send(event));
  main.replaceChildren(part.content);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    if (!task || !how || !text.value.trim()) return said.replaceChildren(notice("red", t("not_yet"), t("need_text")).content);
    try {
      await desk.act(task, how.verb, { text: text.value.trim(), photos: tray.shots });
    } catch {
      return said.replaceChildren(notice("red", t("full_title"), t("full_text")).content);
    }
    await desk.open.delete("drafts", key);
    go(how.verb === "progress" ? `${HOME}${number}/` : HOME);
  }

  return how.hasPhotos ? follow() : undefined;
}

function notNow(main: HTMLElement, task: Task | null, number: string): void {
  const box = document.createElement("div");
  box.className = "top stack gap-2";
  const title = document.createElement("h1");
  title.textContent = task?.title ?? t("not_here_title");
  const [text, way]: [string, [string, string]] = desk.isExpired || !desk.who
    ? [t("expired"), [loginUrl(), t("login")]]
    : [t("step_over"), [task ? `${HOME}${number}/` : HOME, t("back")]];
  box.append(title, notice("yellow", "", text, way).content);
  main.replaceChildren(box);
}
