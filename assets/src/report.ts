// The report form: what helps while she writes, and sending that survives a lost line, a closed
// browser and an old page. Without this script the same form works as any other.
import { forgetDraft } from "./autosave";
import { all, byId } from "./dom";
import { Cares, value } from "./report/care";
import { Finder } from "./report/find";
import { NoLine, send } from "./report/line";
import { Looker } from "./report/look";
import { Point } from "./report/point";
import { arrived, keepShots, queue, unqueue, wasSent } from "./report/store";
import { alone, receiptOf } from "./report/sync";
import { ReportTray } from "./report/tray";
import type { Answer, Item } from "./report/types";
import { remind, wait } from "./report/waiting";
import { wearTheme } from "./theme";

const DRAFT = "report";
const TITLE = 80;
// The server's own, made anew for each sending.
const NOT_SENT = ["csrfmiddlewaretoken", "photos", "photos_taken", "kept", "form_id", "made_at"];

class ReportForm {
  private readonly cares: Cares;
  private readonly tray: ReportTray;
  private readonly looker: Looker;
  private readonly point: Point;
  private isBusy = false;

  constructor(private readonly form: HTMLFormElement) {
    const tray = form.querySelector<HTMLElement>("[data-photos]") as HTMLElement;
    this.tray = new ReportTray(tray, () => this.offerPlace());
    this.looker = new Looker(form, () => this.tray.shots.length, (place) => this.point.name(place));
    this.point = new Point(form, () => this.offerPlace());
    this.cares = new Cares(form, () => this.looker.later());
  }

  async start(): Promise<void> {
    const { form } = this;
    const where = form.querySelector<HTMLInputElement>("[name=where]");
    if (where) new Finder(where, form.dataset["suggestUrl"] ?? "", this.point);
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
    form.addEventListener("submit", (event) => void this.submit(event));
    form.querySelector("[data-from-photo] button")?.addEventListener("click", () => this.takePlace());
    document.querySelector("[data-draft-forget]")?.addEventListener("click", () => this.startAgain());
    for (const kind of ["online", "offline"]) addEventListener(kind, () => this.sayLine());
    this.fillIn();
    this.sayLine();
    await this.tray.restore().catch(() => undefined);
    this.changed();
  }

  /** The copy on the phone has no key of its own, and knows nothing of the address it came by. */
  private fillIn(): void {
    const key = this.input("form_id");
    if (key && !key.value) this.freshKey();
    const asked = new URLSearchParams(location.search);
    for (const name of ["text", "where", "category"]) {
      const field = this.form.elements.namedItem(name), given = asked.get(name);
      if (given && field && "value" in field) field.value = joined(given, String(field.value), name === "text");
    }
    if (location.search) history.replaceState(null, "", location.pathname);
  }

  private input(name: string): HTMLInputElement | null {
    const found = this.form.elements.namedItem(name);
    return found instanceof HTMLInputElement ? found : null;
  }

  private freshKey(): void {
    const key = this.input("form_id");
    if (key) key.value = crypto.randomUUID().replaceAll("-", "");
  }

  private changed(): void {
    this.cares.look();
    this.looker.mark();
    this.offerPlace();
    const draft = document.querySelector<HTMLElement>("[data-draft-forget]");
    if (draft) draft.hidden = !this.isFilled;
  }

  private get isFilled(): boolean {
    return Boolean(value(this.form, "text") || value(this.form, "where") || this.tray.shots.length);
  }

  private offerPlace(): void {
    const box = this.form.querySelector<HTMLElement>("[data-from-photo]");
    if (box) box.hidden = !this.tray.place || this.point.isSet;
    this.looker.later();
  }

  private takePlace(): void {
    this.point.set(this.tray.place);
    this.form.querySelector<HTMLElement>("[data-place-forget]")?.focus();
  }

  private sayLine(): void {
    for (const note of all("[data-offline-note]")) note.hidden = navigator.onLine;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    if (event.submitter?.getAttribute("name") === "look") return;
    event.preventDefault();
    if (this.isBusy) return;
    this.busy(true);
    try {
      await this.file();
    } catch {
      // Nothing can be kept on this phone: the browser sends the form as any other.
      this.form.submit();
    }
    this.busy(false);
  }

  private busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    for (const note of all("[data-sending]")) note.hidden = !isBusy;
    for (const button of all<HTMLButtonElement>(`button[form="${this.form.id}"]`)) button.setAttribute("aria-disabled", String(isBusy));
  }

  private async file(): Promise<void> {
    // A page that came back by the browser's button, or a second tab: another report, another key.
    if (await wasSent(value(this.form, "form_id"))) this.freshKey();
    const item = this.item();
    await queue(item);
    const answer = await alone(() => send(item, false), true).catch((error: unknown) => {
      if (error instanceof NoLine) return null;
      throw error;
    });
    if (!answer) await this.keepForLater();
    else if (answer.status === "done") await this.done(item, answer);
    else await this.ask(item, answer);
  }

  private item(): Item {
    const seen = this.input("seen");
    const said = new Set([...(seen?.value ?? "").split(" "), ...this.cares.seen, ...this.looker.seen]);
    if (seen) seen.value = [...said].filter(Boolean).join(" ");
    const values = Array.from(new FormData(this.form)).flatMap(([name, given]): [string, string][] =>
      typeof given === "string" && !NOT_SENT.includes(name) ? [[name, given]] : []);
    const isSecret = this.cares.isSecret || this.readers === "case";
    return {
      form_id: value(this.form, "form_id"), values, shots: this.tray.shots, made_at: Date.now(),
      title: isSecret ? "" : value(this.form, "text").trim().slice(0, TITLE), state: "waiting", tries: 0, words: [],
    };
  }

  private get readers(): string {
    return String(new FormData(this.form).get("readers") ?? "");
  }

  private async done(item: Item, answer: Answer & { status: "done" }): Promise<void> {
    const receipt = receiptOf(item, answer, false);
    await arrived(item.form_id, receipt.is_secret ? null : receipt);
    await this.forget();
    location.assign(answer.is_replay ? `${answer.thanks}?lagi` : answer.thanks);
  }

  /** Not sent, for a reason she can do something about: the form is as it was, with the reason above. */
  private async ask(item: Item, answer: Exclude<Answer, { status: "done" }>): Promise<void> {
    await unqueue(item.form_id);
    const box = this.form.querySelector<HTMLElement>("[data-asks]");
    if (!box) return;
    box.innerHTML = answer.html;
    const seen = box.querySelector<HTMLElement>("[data-seen]")?.dataset["seen"], input = this.input("seen");
    if (input && seen) input.value = seen;
    // Kelurahan to choose among take the place of the empty one.
    if (box.querySelector("[name=area]")) all<HTMLInputElement>("input[type=hidden][name=area]", this.form).forEach((old) => old.remove());
    for (const field of this.form.elements) field.removeAttribute("aria-invalid");
    for (const name of answer.fields) this.form.querySelector(`[name="${name}"]`)?.setAttribute("aria-invalid", "true");
    const first = box.querySelector<HTMLElement>("[data-focus]");
    first?.focus();
    first?.scrollIntoView({ block: "start" });
  }

  private async keepForLater(): Promise<void> {
    await this.forget();
    await remind();
    await wait();
    this.form.reset();
    this.form.querySelector("[data-asks]")?.replaceChildren();
    this.freshKey();
    this.changed();
    const note = byId("queue");
    note?.focus();
    note?.scrollIntoView({ block: "center" });
  }

  private async forget(): Promise<void> {
    forgetDraft(DRAFT);
    await keepShots([]);
    this.tray.clear();
    const said = byId("draft");
    if (said) said.hidden = true;
  }

  private startAgain(): void {
    void this.forget().finally(() => location.assign(this.form.action));
  }
}

/** What she wrote on the first screen, and the draft that was here already: neither is lost. */
function joined(given: string, there: string, isLong: boolean): string {
  if (!there || there.includes(given)) return there || given;
  return isLong ? `${given}\n\n${there}` : there;
}

async function begin(): Promise<void> {
  if (document.querySelector("[data-shell]")) wearTheme();
  const form = document.querySelector<HTMLFormElement>("form[data-report]");
  if (form) await new ReportForm(form).start();
}

void begin();
