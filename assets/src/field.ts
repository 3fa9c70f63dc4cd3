// The officer's phone. On the app's own page it starts the app; on a page that the server wrote it
// keeps the app ready, fetches the work, and says when there is no line.
import { all } from "./dom";
import { start } from "./field/app";
import { fetchPictures, sync } from "./field/sync";

const app = document.querySelector<HTMLElement>("[data-app]");

function markSignal(): void {
  for (const mark of all("[data-offline]")) mark.hidden = navigator.onLine;
}

function watchForms(): void {
  for (const kind of ["online", "offline"]) addEventListener(kind, markSignal);
  markSignal();
  // A form sent without a signal would lose the photo: hold it and say why.
  document.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    markSignal();
    document.querySelector<HTMLElement>("[data-offline]")?.scrollIntoView();
  });
}

/** Without a store, a worker or a safe address there is no app, and the server's pages stay. */
function canBeApp(): boolean {
  return isSecureContext && "serviceWorker" in navigator && "indexedDB" in window;
}

// Whoever asked for the plain pages keeps them on this phone until she asks for the app again.
const PLAIN = "lapangan-biasa";

async function isPlain(): Promise<boolean> {
  const asked = new URLSearchParams(location.search);
  try {
    if (asked.has("biasa")) localStorage.setItem(PLAIN, "1");
    if (asked.has("aplikasi")) localStorage.removeItem(PLAIN);
    if (localStorage.getItem(PLAIN) === null) return false;
  } catch {
    return false; // No storage for a choice: none was made.
  }
  await (await navigator.serviceWorker.getRegistration("/lapangan/"))?.unregister();
  for (const link of all("[data-plain]")) link.hidden = false;
  return true;
}

async function register(): Promise<void> {
  await navigator.serviceWorker.register("/lapangan/sw.js", { scope: "/lapangan/" });
  const ready = await navigator.serviceWorker.ready;
  const wanted = /(?:^|; )django_language=(\w+)/.exec(document.cookie)?.[1];
  if (app && wanted && wanted !== document.documentElement.lang) ready.active?.postMessage({ kind: "shell" });
  ready.active?.postMessage({ kind: "extras" });
}

async function prepare(): Promise<void> {
  const done = await sync();
  if (done && !done.trouble) await fetchPictures();
}

async function begin(): Promise<void> {
  if (app && canBeApp()) await start();
  else watchForms();
  if (!canBeApp()) return;
  // Forbidden or broken: the pages of the server do without.
  if (!(await isPlain())) await register().catch(() => undefined);
  if (!app) await prepare();
}

void begin();
