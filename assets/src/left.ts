// After a logout, also at the desk: what the field app fetched for her goes from this browser. What
// she made and couldn't send stays hers, and the page says so.
import { alone } from "./field/alone";
import { forgetFetched, nobodyIsHere, PREFIX, unsent, whoNow } from "./field/store";

export async function forget(said: HTMLElement): Promise<void> {
  if (!("indexedDB" in window)) return;
  // Where the app never was, none of its stores is made.
  const known = await indexedDB.databases?.();
  const who = known && !known.some(({ name }) => name === PREFIX) ? null : await whoNow();
  // While a sender is at it the mark stays, and the next page tries again.
  const waiting = who ? await alone(who.key, () => leave(who.key)) : 0;
  if (waiting === null) return;
  document.cookie = "pergi=; path=/; max-age=0; SameSite=Lax";
  said.hidden = waiting === 0;
}

/** How many of her actions wait. */
async function leave(key: string): Promise<number> {
  await forgetFetched(key);
  await nobodyIsHere();
  return unsent(key);
}
