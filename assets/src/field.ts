// The officer's phone: says when there is no signal, and shows the citizen's photo as a ghost.
import { all } from "./dom";

function markSignal(): void {
  for (const mark of all("[data-offline]")) mark.hidden = navigator.onLine;
}

for (const kind of ["online", "offline"]) addEventListener(kind, markSignal);
markSignal();

// A form sent without a signal would lose the photo: hold it and say why.
document.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  markSignal();
  document.querySelector<HTMLElement>("[data-offline]")?.scrollIntoView();
});

// <input type="range" data-ghost="ID"> sets how much of the citizen's photo is seen.
for (const range of all<HTMLInputElement>("input[data-ghost]")) {
  const ghost = document.getElementById(range.dataset["ghost"] ?? "");
  const show = (): void => {
    if (ghost) ghost.style.opacity = String(Number(range.value) / 100);
  };
  range.addEventListener("input", show);
  show();
}
