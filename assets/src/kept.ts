// What both service workers do alike: the files of one build on the phone, and no other build's.
declare const self: ServiceWorkerGlobalScope;

export const STATIC = "/static/dist/";
const fresh = (url: string) => new Request(url, { cache: "no-cache" });

/** When it is installed: all of `pages` and `files` in `cache`, or it isn't installed. When it begins:
 * of the caches that begin with `prefix` those in `kept` stay. */
export function keep(cache: string, pages: string[], files: string[], prefix: string, kept: string[]): void {
  self.addEventListener("install", (event) => {
    event.waitUntil(put(cache, [...pages, ...addresses(files)]).then(() => self.skipWaiting()));
  });
  self.addEventListener("activate", (event) => {
    event.waitUntil(forgetOthers(prefix, kept).then(() => self.clients.claim()));
  });
}

/** Fetch `urls` anew into `cache`: all or none. A line that breaks halfway costs no copy that was there,
 * so each is whole before the first is written. */
export async function put(cache: string, urls: string[]): Promise<void> {
  const answers = await Promise.all(urls.map(whole)), opened = await caches.open(cache);
  await Promise.all(urls.map((url, place) => opened.put(url, answers[place] as Response)));
}

async function whole(url: string): Promise<Response> {
  const answer = await fetch(fresh(url));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Response(await answer.blob(), { headers: answer.headers });
}

async function forgetOthers(prefix: string, kept: string[]): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && !kept.includes(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The phone's copy of `key`, or what the line gives. */
export async function copyOf(cache: string, key: string, request: Request): Promise<Response> {
  const found = await (await caches.open(cache)).match(key);
  return found ?? fetch(request);
}

/** Files that nobody waits for: those that aren't there yet, one after the other. */
export async function keepExtra(cache: string, files: string[]): Promise<void> {
  const opened = await caches.open(cache);
  for (const url of addresses(files)) if (!(await opened.match(url))) await opened.add(url);
}

function addresses(files: string[]): string[] {
  return files.map((name) => STATIC + name);
}
