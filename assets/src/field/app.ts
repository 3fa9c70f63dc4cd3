// The app: one frame, a screen for each address, drawn from the phone's own store.
import { all, timeOfDay } from "../dom";
import { wearTheme } from "../theme";
import { desk } from "./desk";
import { install } from "./install";
import { t } from "./parts";
import { letGo } from "./pictures";
import { HOME, list, me, report } from "./screens";
import { outbox } from "./outbox";
import { proof, words } from "./work";

type Leave = (() => void) | void;

let leave: Leave;
let shownAt = "";

function main(): HTMLElement {
  return document.querySelector("[data-app]") as HTMLElement;
}

/** Draw the screen of this address. */
async function draw(): Promise<void> {
  leave?.();
  leave = undefined;
  letGo();
  const [first = "", second = ""] = location.pathname.slice(HOME.length).split("/");
  shownAt = location.pathname;
  for (const link of all("[data-place]")) {
    if (link.getAttribute("href") === `${HOME}${first ? `${first}/` : ""}` || (second && link.dataset["place"] === "list")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  leave = await screen(first, second);
}

async function screen(first: string, second: string): Promise<Leave> {
  if (first === "") return list(main());
  if (first === "kiriman") return outbox(main());
  if (first === "saya") return me(main());
  if (first === "peta") return (await import("./chart")).chart(main());
  if (second === "bukti") return proof(main(), first, go);
  return second ? words(main(), first, second, go) : report(main(), first);
}

export function go(path: string): void {
  history.pushState(null, "", path);
  scrollTo(0, 0);
  // A reader hears where she is now; a form that was left doesn't keep the focus.
  void draw().then(() => main().focus({ preventScroll: true }));
}

/** Screens that only show are drawn again when something changed; a form is never touched. */
function redraw(): void {
  mark();
  const second = location.pathname.slice(HOME.length).split("/")[1];
  const isForm = Boolean(second) || document.querySelector("dialog[open]") !== null;
  // A map stays as she moved it; one that was opened before the day's places came is drawn with them.
  const isMap = location.pathname.startsWith(`${HOME}peta/`);
  const isBehind = document.querySelector(".pin-no") === null && desk.tasks.some(({ lat }) => lat !== null);
  if (!isForm && location.pathname === shownAt && (!isMap || isBehind)) void draw();
}

function mark(): void {
  const n = desk.waiting.length + desk.stuck.length;
  for (const badge of all("[data-waiting]")) {
    badge.hidden = n === 0;
    badge.textContent = String(n);
  }
  const bar = document.querySelector<HTMLElement>("[data-line]"), text = bar?.querySelector("[data-line-text]");
  if (!bar || !text) return;
  const isDown = !navigator.onLine || desk.trouble === "offline";
  bar.hidden = !isDown && !desk.isSyncing;
  const said = isDown ? (n ? t("offline_n", { n }) : t("offline")) : n ? t("sending_n", { n }) : t("fetching");
  if (text.textContent !== said) text.textContent = said;
  const time = bar.querySelector("[data-line-time]");
  if (time) time.textContent = timeOfDay(new Date());
}

function followLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    const isOurs = link && link.origin === location.origin && link.pathname.startsWith(HOME) && !link.search && !link.download && !link.target;
    if (!isOurs) return;
    event.preventDefault();
    go(link.pathname + link.hash);
  });
  addEventListener("popstate", () => void draw());
}

/** Try again whenever there may be a line: browsers without background sync have only this. */
function followLine(): void {
  const now = (): void => { mark(); void desk.sync(); };
  addEventListener("online", now);
  addEventListener("offline", mark);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  addEventListener("pageshow", (event) => { if (event.persisted) now(); });
  navigator.serviceWorker?.addEventListener("message", (event) => {
    const { kind, done } = event.data as { kind: string; done: Parameters<typeof desk.synced>[0] };
    if (kind === "synced") void desk.synced(done);
  });
  // Clocks go on, and a shift may end while the screen stands still.
  setInterval(() => { if (!document.hidden) void desk.read(); }, 60_000);
}

export async function start(): Promise<void> {
  wearTheme();
  install.listen();
  followLinks();
  await desk.read();
  await draw();
  performance.mark("list"); // how long it took from the tap, measured by the bench
  mark();
  desk.onChange(redraw);
  followLine();
  void navigator.storage?.persist?.();
  await desk.sync();
}
