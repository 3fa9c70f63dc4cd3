// The receipt's page: on a phone of one's own the receipt is kept, unless it is secret or she says no.
import { forgetReceipt, keepReceipt } from "./store";

export function keepOrNot(box: HTMLElement): void {
  const { number = "", code = "", url = "" } = box.dataset;
  const said = box.querySelector<HTMLElement>("[role=status]");
  const [keep, forget] = ["keep", "forget"].map((name) => box.querySelector<HTMLElement>(`[data-receipt-${name}]`));
  const show = (isKept: boolean): void => {
    if (said) said.textContent = said.dataset[isKept ? "textKept" : "textNot"] ?? "";
    if (keep) keep.hidden = isKept;
    if (forget) forget.hidden = !isKept;
  };
  keep?.addEventListener("click", () => void keepReceipt({ number, code, url, title: "", at: Date.now(), is_new: false, is_secret: false }).then(() => show(true)));
  forget?.addEventListener("click", () => void forgetReceipt(number).then(() => show(false)));
}
