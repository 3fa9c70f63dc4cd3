// What waits for a line, on any page of the citizen's: said, sent as soon as there may be one, and
// once it has arrived its number and code are shown. Also the list on "Laporanku".
import { keepDraft } from "../autosave";
import { all } from "../dom";
import { Part, t } from "../field/parts";
import { isMarked, mark } from "./mark";
import { forgetReceipt, items, keepReceipt, keepShots, receipts, unqueue } from "./store";
import { flush, TAG } from "./sync";
import type { Item, Receipt } from "./types";

const AGAIN = 30_000;

interface WithSync extends ServiceWorkerRegistration {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** Let every later page know that something waits, and the browser too where it can send alone. */
export async function remind(): Promise<void> {
  mark(true);
  const registration = (await navigator.serviceWorker?.getRegistration("/")) as WithSync | undefined;
  await registration?.sync?.register(TAG).catch(() => undefined);
}

let isWatching = false;

/** Show what waits, and try again whenever there may be a line. */
export async function wait(): Promise<void> {
  await draw();
  if (isWatching) return;
  isWatching = true;
  const now = (): void => void attempt();
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  navigator.serviceWorker?.addEventListener("message", ({ data }) => { if ((data as { kind?: string }).kind === "flushed") void draw(); });
  setInterval(() => { if (isMarked() && !document.hidden) now(); }, AGAIN);
  await attempt();
}

async function attempt(): Promise<void> {
  await flush();
  await draw();
}

async function draw(): Promise<void> {
  const left = await items(), got = await receipts();
  const fresh = got.filter(({ is_new }) => is_new);
  mark(left.length + fresh.length > 0);
  drawBar(left, fresh);
  const kept = got.filter((one) => !one.is_new && !one.is_secret && !isListed(one));
  for (const list of all("[data-phone]")) drawList(list, left, kept);
}

/** The server's own list, below, has it already. */
function isListed({ number }: Receipt): boolean {
  return document.querySelector(`.item a[href*="/${CSS.escape(number)}/"]`) !== null;
}

function drawBar(left: Item[], fresh: Receipt[]): void {
  const bar = document.querySelector<HTMLElement>("[data-queue]");
  if (!bar) return;
  const waiting = left.filter(({ state }) => state === "waiting").length, stuck = left.length - waiting;
  const said = bar.querySelector<HTMLElement>("[data-queue-said]"), row = said?.closest<HTMLElement>(".notice");
  const words = [waiting ? t("waiting", { n: waiting }) : "", stuck ? t("stuck", { n: stuck }) : ""].filter(Boolean).join(" ");
  if (said && said.textContent !== words) said.textContent = words;
  if (row) row.hidden = left.length === 0;
  bar.querySelector("[data-queue-arrived]")?.replaceChildren(...fresh.map((one) => arrivedPart(one).content));
  bar.hidden = left.length + fresh.length === 0;
}

function arrivedPart(receipt: Receipt): Part {
  const part = new Part("arrived").text("number", receipt.number).text("title", receipt.title);
  part.text("code", receipt.code).link("open", receipt.url);
  if (!receipt.is_secret) part.drop("secret");
  return part.on("read", async () => {
    if (receipt.is_secret) await forgetReceipt(receipt.number);
    else await keepReceipt({ ...receipt, is_new: false });
    await draw();
  });
}

function drawList(list: HTMLElement, left: Item[], kept: Receipt[]): void {
  list.hidden = left.length + kept.length === 0;
  fill(list.querySelector("[data-phone-queue]"), left.map((item) => itemPart(item).content));
  fill(list.querySelector("[data-phone-kept]"), kept.map((one) => keptPart(one).content));
}

function fill(box: Element | null, parts: Node[]): void {
  box?.replaceChildren(...parts);
  const section = box?.parentElement;
  if (section) section.hidden = parts.length === 0;
}

function itemPart(item: Item): Part {
  const part = new Part("queued").text("title", item.title || t("secret_title"));
  part.text("when", t(item.state === "stuck" ? "item_stuck" : "item_waiting", { time: moment(item.made_at) }));
  part.text("photos", item.shots.length ? t("item_photos", { n: item.shots.length }) : "");
  part.text("why", item.words.join(" "));
  part.on("edit", () => edit(item));
  return part.on("delete", async () => {
    await unqueue(item.form_id);
    await draw();
  });
}

/** Back into the form, with everything and under the same key: should it have arrived after all, the
 * server says so instead of making a second one. */
async function edit(item: Item): Promise<void> {
  const values: Record<string, string[]> = { form_id: [item.form_id] };
  for (const [name, value] of item.values) (values[name] ??= []).push(value);
  keepDraft("report", values);
  await keepShots(item.shots);
  await unqueue(item.form_id);
  location.assign("/lapor/");
}

function keptPart(receipt: Receipt): Part {
  const part = new Part("kept").link("open", receipt.url).text("number", receipt.number);
  part.get("open").textContent = receipt.title || receipt.number;
  part.text("when", moment(receipt.at));
  return part.on("forget", async () => {
    await forgetReceipt(receipt.number);
    await draw();
  });
}

function moment(at: number): string {
  const zone = document.documentElement.dataset["zone"];
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", ...(zone ? { timeZone: zone } : {}) } as const;
  return new Intl.DateTimeFormat(document.documentElement.lang || "id", options).format(new Date(at));
}
