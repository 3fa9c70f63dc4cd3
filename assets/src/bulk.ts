// Choosing many reports: how many are ticked, shift for a whole row of them, all at once.
import { all, number } from "./dom";

export function chooseMany(): void {
  all<HTMLFormElement>("form[data-bulk]").forEach(watch);
}

function watch(form: HTMLFormElement): void {
  const boxes = all<HTMLInputElement>("input[name=pick]", form);
  const whole = form.querySelector<HTMLInputElement>("[data-bulk-all]");
  const count = form.querySelector<HTMLElement>("[data-bulk-count]");
  let last = -1;

  const show = (): void => {
    boxes.forEach((box) => { box.disabled = whole?.checked ?? false; });
    const chosen = boxes.filter((box) => box.checked).length;
    const figure = count?.querySelector("b");
    if (!count || !figure) return;
    count.hidden = whole?.checked ?? false;
    figure.textContent = number(chosen);
  };

  form.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target as HTMLInputElement);
    if (at < 0) return;
    const box = boxes[at];
    if (box && (event as MouseEvent).shiftKey && last >= 0) {
      const [from, to] = [Math.min(last, at), Math.max(last, at)];
      boxes.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
    }
    last = at;
    show();
  });
  whole?.addEventListener("change", show);
  show();
}
