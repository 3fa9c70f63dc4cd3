// Passing an address on: by the device's own sheet where it has one, else as a copied link.

/** Shows the button that works here; the address beside it needs neither. */
export function offerSharing(box: HTMLElement): void {
  const { shareUrl: url = location.href, shareTitle: title = document.title } = box.dataset;
  const pass = box.querySelector<HTMLButtonElement>("[data-share-pass]");
  const copy = box.querySelector<HTMLButtonElement>("[data-share-copy]");
  const said = box.querySelector<HTMLElement>("[data-share-said]");
  if (pass && "share" in navigator) {
    pass.hidden = false;
    pass.addEventListener("click", () => void navigator.share({ title, url }).catch(() => undefined));
  }
  if (copy && "clipboard" in navigator) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      void navigator.clipboard.writeText(url).then(() => { if (said) said.hidden = false; });
    });
  }
}
