// The officer's app without a line: its shell and files from the phone, its queue sent when the
// line is back, even with the app closed where the browser can do that.
import { STATIC, copyOf, keep, keepExtra } from "./kept";
import { sync } from "./field/sync";

declare const self: ServiceWorkerGlobalScope;
declare const BUILD: string; // written before this file by the server: changes with the shell
declare const FILES: { core: string[]; extra: string[] }; // by the build: names with their hash

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const HOME = "/lapangan/";
const SHELL = `${HOME}kulit/`;
const OUTLINES = "/peta/wilayah.json";
const PREFIX = "tanggap-lapangan-";
const CACHE = PREFIX + BUILD;
const KEPT = [CACHE, `${PREFIX}peta`];
// Addresses under the app's that are no screens of it.
const NOT_SCREENS = ["data/", "foto/", "tindakan/", "sw.js", "aplikasi.webmanifest", "kulit/"];

keep(CACHE, [SHELL], FILES.core, PREFIX, KEPT);

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && isScreen(url)) event.respondWith(copyOf(CACHE, SHELL, request));
  else if (url.pathname.startsWith(STATIC)) event.respondWith(copyOf(CACHE, url.pathname, request));
  else if (url.pathname === OUTLINES) event.respondWith(outlines(request));
});

// ?biasa: the same page as the server writes it, should the app ever stand in the way.
function isScreen(url: URL): boolean {
  if (!url.pathname.startsWith(HOME) || url.searchParams.has("biasa")) return false;
  return !NOT_SCREENS.some((name) => url.pathname.startsWith(HOME + name));
}

/** The land below the pins: from the phone at once, renewed for the next time. */
async function outlines(request: Request): Promise<Response> {
  const cache = await caches.open(`${PREFIX}peta`);
  const found = await cache.match(request);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  });
  if (!found) return fresh;
  fresh.catch(() => undefined);
  return found;
}

self.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as SyncEvent;
  if (tag !== "kirim") return;
  waitUntil.call(event, sync().then(async (done) => {
    await tell(done);
    // Thrown, so that the browser tries again by its own clock.
    if (done?.trouble === "offline" || done?.trouble === "server") throw new Error(done.trouble);
  }));
});

async function tell(done: unknown): Promise<void> {
  for (const client of await self.clients.matchAll()) client.postMessage({ kind: "synced", done });
}

self.addEventListener("message", (event) => {
  const { kind } = event.data as { kind: string };
  // The map comes after the first screen stands: nobody waits for it.
  if (kind === "extras") event.waitUntil(keepExtra(CACHE, FILES.extra));
  if (kind === "shell") event.waitUntil(renewShell().then(() => event.ports[0]?.postMessage("done")));
});

/** Another language, another theme: the shell is fetched again, if it is still of this build. */
async function renewShell(): Promise<void> {
  const answer = await fetch(SHELL, { cache: "no-cache" });
  if (answer.ok) await (await caches.open(CACHE)).put(SHELL, answer);
}
