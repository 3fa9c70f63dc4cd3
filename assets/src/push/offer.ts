// The buttons with which somebody asks for news in this browser, or ends it.
import { WAYS, wayTo } from "./ways";

const WORKER = "/kabar/sw.js", SCOPE = "/kabar/";

/** `box` names the address that is told (data-push), our key (data-key) and what is said. */
export async function offerPush(box: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return say(box, "cannot");
  const known = await navigator.serviceWorker.getRegistration(SCOPE);
  const current = await known?.pushManager.getSubscription();
  show(box, current && (await isTold(box)) ? "off" : "on");
  button(box, "on")?.addEventListener("click", () => void attempt(box, () => begin(box)));
  button(box, "off")?.addEventListener("click", () => void attempt(box, () => end(box)));
}

/** Of a report this browser knows; of somebody's work the server does. */
async function isTold(box: HTMLElement): Promise<boolean> {
  const number = box.dataset["number"];
  if (!number) return Boolean(box.dataset["told"]);
  return Boolean(box.dataset["told"] && (await (await caches.open(WAYS)).match(wayTo(number))));
}

async function attempt(box: HTMLElement, act: () => Promise<void>): Promise<void> {
  box.setAttribute("aria-busy", "true");
  try {
    await act();
  } catch (error) {
    say(box, error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "failed");
  } finally {
    box.removeAttribute("aria-busy");
  }
}

async function begin(box: HTMLElement): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return say(box, "denied");
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await ready(registration);
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset["key"] ?? "") };
  const subscription = await registration.pushManager.subscribe(asked);
  await tell(box, { ...subscription.toJSON(), on: true });
  await remember(box);
  show(box, "off");
  say(box, "begun");
}

async function end(box: HTMLElement): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  const subscription = await registration?.pushManager.getSubscription();
  // The subscription stays: other reports, and work, may be told through the same one.
  await tell(box, { endpoint: subscription?.endpoint ?? "", on: false });
  await (await caches.open(WAYS)).delete(wayTo(box.dataset["number"] ?? ""));
  show(box, "on");
  say(box, "ended");
}

/** A worker that was just installed can't subscribe before it is active. */
function ready(registration: ServiceWorkerRegistration): Promise<void> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return Promise.resolve();
  return new Promise((done) => coming.addEventListener("statechange", () => {
    if (coming.state === "activated") done();
  }));
}

async function tell(box: HTMLElement, said: object): Promise<void> {
  const token = box.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(box.dataset["push"] ?? "", { method: "POST", headers, body: JSON.stringify(said) });
  if (!answer.ok) throw new Error(`${answer.status}`);
}

/** The way to this page stays in this browser; the server knows only a hash of its code. */
async function remember(box: HTMLElement): Promise<void> {
  const number = box.dataset["number"];
  if (number) await (await caches.open(WAYS)).put(wayTo(number), new Response(location.pathname));
}

function button(box: HTMLElement, name: string): HTMLButtonElement | null {
  return box.querySelector<HTMLButtonElement>(`[data-push-${name}]`);
}

function show(box: HTMLElement, name: "on" | "off"): void {
  for (const each of ["on", "off"]) {
    const found = button(box, each);
    if (found) found.hidden = each !== name;
  }
}

function say(box: HTMLElement, what: string): void {
  const place = box.querySelector<HTMLElement>("[data-push-said]");
  if (place) place.textContent = box.dataset[what] ?? "";
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}
