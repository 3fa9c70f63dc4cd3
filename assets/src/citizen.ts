// The citizen's pages as an app: a worker for when there is no line, and a look at what waits. Small,
// for every first visit carries it; what is rarely needed comes when it is.
import { isMarked } from "./report/mark";

const CALM = 2_500; // the first page comes first

if ("indexedDB" in window && (isMarked() || document.querySelector("[data-phone]"))) {
  void import("./report/waiting").then(({ wait }) => wait());
}

const receipt = document.querySelector<HTMLElement>("[data-receipt]");
if (receipt) void import("./report/receipt").then(({ keepOrNot }) => keepOrNot(receipt));

const forget = document.querySelector<HTMLFormElement>("form[data-forget-phone]");
forget?.addEventListener("submit", (event) => {
  event.preventDefault();
  void import("./report/forget").then(({ forgetAll }) => forgetAll()).finally(() => forget.submit());
});

const first = document.querySelector<HTMLInputElement>("input[data-start]");
first?.addEventListener("change", () => {
  const form = first.form, words = form ? new URLSearchParams(new FormData(form) as unknown as Record<string, string>) : "";
  void import("./report/start").then(({ startWith }) => startWith(Array.from(first.files ?? []), `${first.dataset["start"] ?? ""}?${words}`));
});

async function register(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  const ready = await navigator.serviceWorker.ready;
  // Another language since: the pages that the phone keeps are fetched again.
  ready.active?.postMessage({ kind: "language", language: document.documentElement.lang });
}

if (isSecureContext && "serviceWorker" in navigator) {
  addEventListener("load", () => setTimeout(() => void register().catch(() => undefined), CALM));
}
