// Light or dark, switched in place. The server reads the same cookie for the next page.
import { all, root } from "./dom";

function current(): "light" | "dark" {
  const chosen = root.dataset["bsTheme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** A page that is the same for everybody, kept on the device, wears what this browser chose. */
export function wearTheme(): void {
  const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
  if (chosen) root.dataset["bsTheme"] = chosen;
}

export function switchThemes(): void {
  for (const form of all<HTMLFormElement>("[data-theme-switch]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = current() === "dark" ? "light" : "dark";
      root.dataset["bsTheme"] = wanted;
      document.cookie = `theme=${wanted}; path=/; max-age=31536000; SameSite=Lax`;
    });
  }
}
