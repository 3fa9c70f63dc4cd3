// The citizen's store on this phone. What she made is written down for good before the screen says so.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Item, Receipt, Shot } from "./types";

interface Shelf extends DBSchema {
  draft: { key: string; value: { at: number; shots: Shot[] } }; // one row, "now"
  outbox: { key: string; value: Item };
  receipts: { key: string; value: Receipt };
  sent: { key: string; value: { form_id: string; at: number } };
}

const NAME = "tanggap-warga";
const SURELY = { durability: "strict" } as const;
const DAY = 86_400_000;
const KEPT_DAYS = 7; // as the words of a draft, see autosave.ts

let opened: Promise<IDBPDatabase<Shelf>> | null = null;

function shelf(): Promise<IDBPDatabase<Shelf>> {
  opened ??= openDB<Shelf>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("draft");
      db.createObjectStore("outbox", { keyPath: "form_id" });
      db.createObjectStore("receipts", { keyPath: "number" });
      db.createObjectStore("sent", { keyPath: "form_id" });
    },
    blocking(_now, _next, event) {
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated: () => { opened = null; },
  });
  return opened;
}

export async function keepShots(shots: Shot[]): Promise<void> {
  const db = await shelf();
  if (shots.length) await db.put("draft", { at: Date.now(), shots }, "now");
  else await db.delete("draft", "now");
}

export async function draftShots(): Promise<Shot[]> {
  const found = await (await shelf()).get("draft", "now");
  return found && Date.now() - found.at < KEPT_DAYS * DAY ? found.shots : [];
}

export async function items(): Promise<Item[]> {
  return (await (await shelf()).getAll("outbox")).sort((a, b) => a.made_at - b.made_at);
}

/** Throws when the phone is full or forbids it: then the page sends by itself. */
export async function queue(one: Item): Promise<void> {
  const tx = (await shelf()).transaction("outbox", "readwrite", SURELY);
  await Promise.all([tx.store.put(one), tx.done]);
}

/** Change one that still waits; false when she has taken it back meanwhile, and nothing is written. */
export async function change(form_id: string, values: Partial<Item>): Promise<boolean> {
  const tx = (await shelf()).transaction("outbox", "readwrite", SURELY);
  const found = await tx.store.get(form_id);
  await Promise.all([found ? tx.store.put({ ...found, ...values }) : null, tx.done]);
  return found !== undefined;
}

export async function unqueue(form_id: string): Promise<void> {
  const tx = (await shelf()).transaction("outbox", "readwrite", SURELY);
  await Promise.all([tx.store.delete(form_id), tx.done]);
}

/** It arrived: out of the queue, its receipt kept, its key never used for another report. */
export async function arrived(form_id: string, receipt: Receipt | null): Promise<void> {
  const tx = (await shelf()).transaction(["outbox", "receipts", "sent"], "readwrite", SURELY);
  const kept = receipt ? tx.objectStore("receipts").put(receipt) : null;
  const used = tx.objectStore("sent").put({ form_id, at: Date.now() });
  await Promise.all([tx.objectStore("outbox").delete(form_id), kept, used, tx.done]);
}

export async function wasSent(form_id: string): Promise<boolean> {
  return (await (await shelf()).get("sent", form_id)) !== undefined;
}

export async function receipts(): Promise<Receipt[]> {
  return (await (await shelf()).getAll("receipts")).sort((a, b) => b.at - a.at);
}

export async function keepReceipt(receipt: Receipt): Promise<void> {
  await (await shelf()).put("receipts", receipt);
}

/** Receipts and the draft's photographs; what isn't sent yet stays, for nobody else has it. */
export async function forgetKept(): Promise<void> {
  const tx = (await shelf()).transaction(["receipts", "draft"], "readwrite", SURELY);
  await Promise.all([tx.objectStore("receipts").clear(), tx.objectStore("draft").clear(), tx.done]);
}

export async function forgetReceipt(number: string): Promise<void> {
  await (await shelf()).delete("receipts", number);
}
