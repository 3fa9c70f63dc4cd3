// Every page. Each part looks for its own marks and does nothing where there are none.
import { keepDrafts } from "./autosave";
import { slidePhotos } from "./compare";
import { focusErrors, openDialogs, passToasts } from "./dialog";
import { all, root } from "./dom";
import { hintWhileTyping } from "./hints";
import { showPhotos } from "./photos";
import { switchThemes } from "./theme";

// The map and Leaflet come only when a map is about to be seen.
function openMaps(within: ParentNode = document): void {
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting || !(target instanceof HTMLElement)) continue;
      watcher.unobserve(target);
      void import("./map").then(({ openMap }) => openMap(target));
    }
  }, { rootMargin: "200px" });
  all("[data-map]", within).forEach((frame) => watcher.observe(frame));
}

switchThemes();
slidePhotos();
hintWhileTyping();
openDialogs();
passToasts();
showPhotos();
keepDrafts();
focusErrors();
openMaps();

// On a phone the rail is a row longer than the screen: where we are stands in its middle.
const here = document.querySelector<HTMLElement>(".rail > [aria-current]");
if (here?.parentElement) here.parentElement.scrollLeft = here.offsetLeft - (root.clientWidth - here.clientWidth) / 2;

const taken = document.querySelector<HTMLFormElement>("form[data-taken]");
if (taken) void import("./taken").then(({ sayWhereTaken }) => sayWhereTaken(taken));

// Somebody logged out of this browser: the field app's store may hold what was fetched for her.
const left = document.querySelector<HTMLElement>("[data-left]");
if (left && /(?:^|; )pergi=1/.test(document.cookie)) void import("./left").then(({ forget }) => forget(left));

const share = document.querySelector<HTMLElement>("[data-share-url]");
if (share) void import("./share").then(({ offerSharing }) => offerSharing(share));

const push = document.querySelector<HTMLElement>("[data-push]");
if (push) void import("./push/offer").then(({ offerPush }) => offerPush(push));

// What htmx brings later gets the same care.
document.addEventListener("htmx:load", (event) => {
  if (!(event.target instanceof HTMLElement) || event.target === document.body) return;
  slidePhotos(event.target);
  openMaps(event.target);
});
