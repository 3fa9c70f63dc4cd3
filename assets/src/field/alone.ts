// One sender at a time, whether it is this page, another tab or the service worker: the order of
// the queue depends on it.
import { storeOf } from "./store";

const LEASE = 60_000;

/** Do `work` unless somebody else is at it; null then. */
export async function alone<T>(key: string, work: () => Promise<T>): Promise<T | null> {
  if (!("locks" in navigator)) return leased(key, work);
  return navigator.locks.request(`tanggap-phone-${key}`, { ifAvailable: true }, (lock) =>
    lock ? work() : null) as Promise<T | null>;
}

// For browsers without locks: a time in the store, renewed while the work goes on.
async function leased<T>(key: string, work: () => Promise<T>): Promise<T | null> {
  const store = await storeOf(key);
  const tx = store.transaction("meta", "readwrite");
  const until = (await tx.store.get("lease")) ?? 0;
  const isFree = until < Date.now();
  if (isFree) await tx.store.put(Date.now() + LEASE, "lease");
  await tx.done;
  if (!isFree) return null;
  const timer = setInterval(() => void store.put("meta", Date.now() + LEASE, "lease"), LEASE / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await store.delete("meta", "lease");
  }
}
