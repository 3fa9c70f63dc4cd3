// <div data-shown-for="ID" data-values="a b"> is seen while the control has one of the values.
// Without a script it is always seen, so its words must also fit then.
import { all, byId } from "./dom";

export function showForValues(): void {
  for (const part of all("[data-shown-for]")) {
    const control = byId<HTMLSelectElement>(part.dataset["shownFor"]);
    if (!control) continue;
    const values = (part.dataset["values"] ?? "").split(" ");
    const show = (): void => void (part.hidden = !values.includes(control.value));
    control.addEventListener("change", show);
    show();
  }
}
