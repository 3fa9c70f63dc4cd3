// Brings what waits to the server, each report once: its key makes one of however many tries. Runs
// in the page and in the service worker, on browsers with and without background sync.
import { NoLine, send } from "./line";
import { arrived, change, items } from "./store";
import type { Answer, Item, Receipt } from "./types";

export const TAG = "lapor";
// A server that refuses the whole request says so without our words; after some tries it means it.
const REFUSED = [400, 413], TRIES = 3;

/** How many wait still, how many the server refused, and whether the line was there. */
export type Flushed = { waiting: number; stuck: number; isDown: boolean };

/** Send what waits, oldest first; null when another tab or the worker is at it. */
export async function flush(): Promise<Flushed | null> {
  return alone(async () => {
    let isDown = false;
    for (const item of (await items()).filter(({ state }) => state === "waiting")) {
      isDown = !(await tried(item));
      if (isDown) break;
    }
    const left = await items();
    const waiting = left.filter(({ state }) => state === "waiting").length;
    return { waiting, stuck: left.length - waiting, isDown };
  });
}

/** One sender at a time. Without locks two may send the same: the server keeps one. */
export async function alone<T>(work: () => Promise<T>, isPatient = false): Promise<T | null> {
  if (!("locks" in navigator)) return work();
  const options = isPatient ? {} : { ifAvailable: true };
  return navigator.locks.request("tanggap-warga", options, (lock) => (lock ? work() : null)) as Promise<T | null>;
}

async function tried(item: Item): Promise<boolean> {
  try {
    // Changed or deleted a moment ago: it isn't sent.
    if (!(await change(item.form_id, { tries: item.tries + 1 }))) return true;
    return await settle(item, await send(item, true));
  } catch (error) {
    if (!(error instanceof NoLine)) throw error;
    if (!REFUSED.includes(error.status) || item.tries < TRIES) return false;
    await change(item.form_id, { state: "stuck", words: [] });
    return true;
  }
}

/** What the answer makes of it; false: it waits on. */
async function settle(item: Item, answer: Answer): Promise<boolean> {
  if (answer.status === "done") await arrived(item.form_id, receiptOf(item, answer, true));
  else if (answer.status === "slowly") return false;
  else await change(item.form_id, { state: "stuck", words: answer.words });
  return true;
}

export function receiptOf(item: Item, answer: Answer & { status: "done" }, is_new: boolean): Receipt {
  const { number, code, url, is_confidential: is_secret } = answer;
  return { number, code, url, title: is_secret ? "" : item.title, at: Date.now(), is_new, is_secret };
}
