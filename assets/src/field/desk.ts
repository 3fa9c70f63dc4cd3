// What the screens show: the reports with what was done since on top, the queue, whose phone it is.
import { fetchPictures, type Outcome, sync } from "./sync";
import { change, discard, enqueue, forgetFetched, leave, others, type Store, storeOf, whoNow } from "./store";
import type { Action, Draft, Item, Report, Shot, Trouble, Verb, Who } from "./types";

const SOON = 1_000; // after a line broke; doubled while it stays broken
const LATEST = 300_000;
const QUIET = 300_000;

/** A report as it will be once the queue has arrived. */
export type Task = Report & { isSent: boolean };

// What one may do after a verb that the server hasn't heard of yet.
const AFTER: Partial<Record<Verb, string[]>> = {
  accept: ["give_back", "note", "progress", "resolve"],
  resolve: ["note"],
  give_back: ["note"],
  done: ["note"],
};
const LEAVES: Verb[] = ["resolve", "give_back", "done"];

class Desk {
  who: Who | null = null;
  reports: Report[] = [];
  items: Item[] = [];
  foreign = 0; // actions of somebody else that wait on this phone
  trouble: Trouble | null = null;
  private running: Promise<void> | null = null;
  private store: Store | null = null;
  private readonly listeners = new Set<() => void>();
  private timer = 0;
  private wait = SOON;

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Everything from the phone's store. */
  async read(): Promise<void> {
    this.who = await whoNow();
    if (this.who && this.who.until < Date.now()) await this.expire(this.who);
    this.store = this.who ? await storeOf(this.who.key) : null;
    this.reports = (await this.store?.getAll("reports")) ?? [];
    this.items = (await this.store?.getAll("outbox")) ?? [];
    this.foreign = await others();
    this.listeners.forEach((listener) => listener());
  }

  get open(): Store {
    if (!this.store) throw new Error("nobody is here");
    return this.store;
  }

  /** The shift is over: what was fetched goes; what waits to be sent stays, and asks for a login. */
  private async expire(who: Who): Promise<void> {
    if (await (await storeOf(who.key)).count("reports")) await forgetFetched(who.key);
  }

  get isExpired(): boolean {
    return this.who !== null && this.who.until < Date.now();
  }

  get tasks(): Task[] {
    return this.reports.map((report) => overlaid(report, this.itemsOf(report.number)));
  }

  task(number: string): Task | null {
    return this.tasks.find((task) => task.number === number) ?? null;
  }

  itemsOf(number: string): Item[] {
    return this.items.filter((item) => item.action.number === number);
  }

  /** How many reports she has brought to an end since yesterday, sent or not. */
  get finished(): number {
    return this.items.filter((item) => item.state !== "stuck" && LEAVES.includes(item.action.verb)).length;
  }

  get waiting(): Item[] {
    return this.items.filter((item) => item.state === "waiting");
  }

  get stuck(): Item[] {
    return this.items.filter((item) => item.state === "stuck");
  }

  picture(url: string): Promise<Blob | undefined> {
    return this.open.get("pictures", url);
  }

  async file(sha256: string): Promise<Blob | undefined> {
    return (await this.open.get("files", sha256))?.blob;
  }

  async draft(number: string): Promise<Draft> {
    const empty = { number, text: "", outcome: "fixed", asset: "", photos: [] };
    return (await this.open.get("drafts", number)) ?? empty;
  }

  async keepDraft(draft: Draft): Promise<void> {
    await this.open.put("drafts", draft);
  }

  /** Done: into the queue, for good, before anything is said. Throws when the phone is full. */
  async act(task: Pick<Report, "number" | "title" | "seq">, verb: Verb, more: Partial<Action> = {}): Promise<void> {
    const action: Action = {
      key: crypto.randomUUID(), number: task.number, verb, version: task.seq,
      made_at: new Date().toISOString(), text: "", outcome: "", asset: "", photos: [], ...more,
    };
    await enqueue(this.open, { action, title: task.title, state: "waiting", tries: 0, at: Date.now() });
    await this.read();
    this.soon();
  }

  /** A stuck action goes on in its place, as another verb, with fewer photographs, or anew. */
  async retry(item: Item, more: Partial<Action>): Promise<void> {
    const fresh = this.reports.find((report) => report.number === item.action.number);
    const action: Action = {
      ...item.action, key: crypto.randomUUID(), version: fresh?.seq ?? item.action.version, ...more,
    };
    const { answer: _answered, ...rest } = item;
    await change(this.open, { ...rest, action, state: "waiting", tries: 0 });
    await this.read();
    this.soon();
  }

  async throwAway(item: Item): Promise<void> {
    await discard(this.open, item);
    await this.read();
    this.soon();
  }

  /** Bring the queue over and fetch; then again soon while there is trouble, or after a while. */
  sync(): Promise<void> {
    this.running ??= this.bring().finally(() => { this.running = null; });
    return this.running;
  }

  get isSyncing(): boolean {
    return this.running !== null;
  }

  private async bring(): Promise<void> {
    this.listeners.forEach((listener) => listener());
    const done = await sync();
    await this.synced(done);
    if (done && !done.trouble) void fetchPictures().then(() => this.listeners.forEach((listener) => listener()));
  }

  /** Leave: the store first, so that it holds without a line too; then the server. */
  async leave(who: Who): Promise<void> {
    await this.running;
    await leave(who);
    for (let tries = 0; tries < 5; tries++) {
      await this.sync();
      if (this.trouble === "login" || this.trouble === "offline") return;
      await new Promise((done) => setTimeout(done, 300)); // Another tab was at it.
    }
  }

  /** What a sync, here or in the service worker, came to. */
  async synced(done: Outcome | null): Promise<void> {
    if (done) this.trouble = done.trouble;
    await this.read();
    this.later(done);
  }

  private later(done: Outcome | null): void {
    const isHindered = done === null || done.trouble === "offline" || done.trouble === "server";
    const isWaiting = this.waiting.length > 0;
    this.wait = isHindered && isWaiting && !done?.sent ? Math.min(this.wait * 2, LATEST) : SOON;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.sync(), isHindered && isWaiting ? this.wait : QUIET);
  }

  /** Now if there may be a line, and by the browser itself should the app be closed. */
  soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.sync(), 50);
    void askBrowser();
  }
}

interface WithSync extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

async function askBrowser(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration()) as WithSync | undefined;
  await registration?.sync?.register("kirim").catch(() => undefined); // Not allowed: the page does it.
}

function overlaid(report: Report, items: Item[]): Task {
  const unheard = items.filter((item) => item.state === "waiting" || isNewer(item, report));
  return unheard.reduce<Task>((task, { action }) => ({
    ...task,
    may: AFTER[action.verb] ?? task.may,
    officer: action.verb === "accept" ? "me" : task.officer,
    state: action.verb === "accept" ? "in_progress" : task.state,
    asset: action.asset || task.asset,
    isSent: task.isSent || LEAVES.includes(action.verb),
  }), { ...report, isSent: false });
}

/** Answered since the report was fetched: what we have of it is older. */
function isNewer(item: Item, report: Report): boolean {
  return item.state === "done" && (item.answer?.seq ?? 0) > report.seq;
}

export function photosOf(shots: Shot[], purpose: string): Shot[] {
  return shots.filter((shot) => shot.purpose === purpose);
}

export const desk = new Desk();
