// Dialogs, toasts, printing: the small moves of a page.
import { all, byId } from "./dom";

const TOAST_STAYS = 10_000;

export function openDialogs(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest<HTMLElement>("[data-dialog]");
    if (opener) byId<HTMLDialogElement>(opener.dataset["dialog"])?.showModal();
    event.target.closest("[data-dialog-close]")?.closest("dialog")?.close();
    event.target.closest("[data-toast-close]")?.closest("[data-toast]")?.remove();
    if (event.target.closest("[data-print]")) print();
  });
}

/** A toast passes after ten seconds, or as many as it says, but not while somebody points at it or stands in it. */
export function passToast(toast: HTMLElement): void {
  let timer = 0;
  const start = (): void => {
    timer = window.setTimeout(() => toast.remove(), 1000 * Number(toast.dataset["toast"]) || TOAST_STAYS);
  };
  const stop = (): void => window.clearTimeout(timer);
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, stop);
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, start);
  start();
}

export function passToasts(): void {
  all("[data-toast]").forEach(passToast);
  const shelf = document.querySelector("[data-toasts]");
  if (!shelf) return;
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => Array.from(change.addedNodes))) {
      if (node instanceof HTMLElement && node.matches("[data-toast]")) passToast(node);
    }
  }).observe(shelf, { childList: true });
}

/** After a form came back with errors, the summary is where reading goes on. */
export function focusErrors(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
