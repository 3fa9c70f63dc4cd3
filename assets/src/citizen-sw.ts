// The citizen's pages without a line: the first screen and the report form from the phone, a page
// that says so for all others, and what waits is sent when the line is back. No page that the server
// wrote for somebody is ever kept: only copies that are the same for everybody.
import { STATIC, copyOf, keep, keepExtra, put } from "./kept";
import { flush, TAG } from "./report/sync";

declare const self: ServiceWorkerGlobalScope;
declare const BUILD: string; // written before this file by the server: changes with the pages
declare const FILES: { core: string[]; extra: string[] }; // by the build: names with their hash

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

const PAGES: Record<string, string> = { "/": "/aplikasi/beranda/", "/lapor/": "/aplikasi/lapor/" };
const OFFLINE = "/aplikasi/luring/";
const OUTLINES = "/peta/wilayah.json";
const PREFIX = "tanggap-warga-";
const CACHE = PREFIX + BUILD;
const KEPT = [CACHE, `${PREFIX}peta`];
const SLOW = 3_000; // a line that says nothing for so long is none: the page is on the phone
const SHELLS = [...Object.values(PAGES), OFFLINE];

keep(CACHE, SHELLS, FILES.core, PREFIX, KEPT);

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  // The officers' app has a worker of its own.
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/lapangan/")) return;
  if (request.mode === "navigate") event.respondWith(page(request, PAGES[url.pathname]));
  else if (url.pathname.startsWith(STATIC)) event.respondWith(copyOf(CACHE, url.pathname, request));
  else if (url.pathname === OUTLINES) event.respondWith(outlines(request));
});

/** The server's page; when there is no line, or none to speak of, the phone's copy. */
async function page(request: Request, copy: string | undefined): Promise<Response> {
  const fresh = fetch(request);
  const asked = copy ? Promise.race([fresh, slow()]) : fresh;
  try {
    return await asked;
  } catch {
    fresh.catch(() => undefined);
    return (await (await caches.open(CACHE)).match(copy ?? OFFLINE)) ?? Response.error();
  }
}

function slow(): Promise<never> {
  return new Promise((_done, fail) => setTimeout(() => fail(new Error("slow")), SLOW));
}

/** The land below the pin: renewed whenever there is a line. */
async function outlines(request: Request): Promise<Response> {
  const cache = await caches.open(`${PREFIX}peta`);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request)) ?? Response.error();
  }
}

self.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as SyncEvent;
  if (tag !== TAG) return;
  waitUntil.call(event, flush().then(async (done) => {
    for (const client of await self.clients.matchAll()) client.postMessage({ kind: "flushed" });
    // Thrown, so that the browser tries again by its own clock.
    if (done?.waiting) throw new Error("waiting");
  }));
});

self.addEventListener("message", (event) => {
  const { kind, language } = event.data as { kind: string; language: string };
  if (kind === "language") event.waitUntil(speak(language));
});

/** The copies in the language that this browser reads, and the map after them: nobody waits for it. */
async function speak(language: string): Promise<void> {
  const known = (await (await caches.open(CACHE)).match(OFFLINE))?.headers.get("Content-Language");
  if (known !== language) await put(CACHE, SHELLS);
  await keepExtra(CACHE, FILES.extra);
}
