// Whether a text says one of a list of words or phrases, as `triage/phrases.py` does it.

const TAIL = "(?:nya|lah|kah|ku|mu)?";

/** Lower case, no accents, no punctuation, single blanks. */
export function fold(text: string): string {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return bare.replace(/[^\p{L}\p{N}\s]/gu, " ").split(/\s+/u).filter(Boolean).join(" ");
}

/** Those of the phrases that the text says as whole words. */
export function said(text: string, phrases: string[]): string[] {
  const plain = fold(text);
  return phrases.filter((phrase) => {
    const parts = fold(phrase).split(" ").map((part) => part + TAIL);
    return new RegExp(`(?:^|\\s)${parts.join(" ")}(?!\\S)`, "u").test(plain);
  });
}
