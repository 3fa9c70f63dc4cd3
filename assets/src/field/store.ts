// What the phone keeps, in a database that belongs to one person; a small one says who that is.
import { type DBSchema, type IDBPDatabase, deleteDB, openDB } from "idb";
import type { Draft, Item, Kept, Report, Who } from "./types";

interface Common extends DBSchema {
  who: { key: string; value: Who }; // one row, "now"
  people: { key: string; value: { key: string; seen: number; days: number } };
  left: { key: string; value: string }; // one row, "now": somebody left, the server doesn't know yet
}
interface Own extends DBSchema {
  reports: { key: string; value: Report };
  pictures: { key: string; value: Blob }; // by address
  outbox: { key: number; value: Item };
  files: { key: string; value: Kept };
  drafts: { key: string; value: Draft };
  meta: { key: string; value: number };
}
export type Store = IDBPDatabase<Own>;

export const PREFIX = "tanggap-phone";
const FETCHED = ["reports", "pictures"] as const;
const MADE = ["outbox", "files", "drafts"] as const;
const DAY = 86_400_000;
// Written down for good before the screen says so: a closed browser or a flat battery loses nothing.
const SURELY = { durability: "strict" } as const;

let common: Promise<IDBPDatabase<Common>> | null = null;
let own: { key: string; store: Promise<Store> } | null = null;

function shared(): Promise<IDBPDatabase<Common>> {
  common ??= openDB<Common>(PREFIX, 1, {
    upgrade(db) {
      db.createObjectStore("who");
      db.createObjectStore("people", { keyPath: "key" });
      db.createObjectStore("left");
    },
    terminated: () => { common = null; },
  });
  return common;
}

/** The store of one person. */
export function storeOf(key: string): Promise<Store> {
  if (own?.key !== key) own = { key, store: open(key) };
  return own.store;
}

function open(key: string): Promise<Store> {
  return openDB<Own>(`${PREFIX}-${key}`, 1, {
    upgrade(db) {
      db.createObjectStore("reports", { keyPath: "number" });
      db.createObjectStore("pictures");
      db.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
      db.createObjectStore("files", { keyPath: "sha256" });
      db.createObjectStore("drafts", { keyPath: "number" });
      db.createObjectStore("meta");
    },
    // Another tab deletes or renews it: let go, the next question opens it again.
    blocking(_now, _next, event) {
      (event.target as IDBDatabase).close();
      own = null;
    },
    terminated: () => { own = null; },
  });
}

export async function whoNow(): Promise<Who | null> {
  return (await (await shared()).get("who", "now")) ?? null;
}

/** This person is here now. What was fetched for somebody else is forgotten; what she made and
 * couldn't send waits for her. */
export async function arrive(who: Who): Promise<void> {
  const before = await whoNow();
  if (before && before.key !== who.key) await forgetFetched(before.key);
  const db = await shared();
  await db.put("who", who, "now");
  await db.put("people", { key: who.key, seen: Date.now(), days: who.unsent_days });
}

/** The shift is over, or she left: what was fetched goes, what she made stays hers. */
export async function forgetFetched(key: string): Promise<void> {
  const store = await storeOf(key);
  const tx = store.transaction(FETCHED, "readwrite");
  await Promise.all([...FETCHED.map((name) => tx.objectStore(name).clear()), tx.done]);
}

/** She left: nobody is here, and nothing fetched remains. Without a line the server hears of it
 * later; until then nothing is fetched for her. */
export async function leave(who: Who): Promise<void> {
  await forgetFetched(who.key);
  const db = await shared();
  await db.put("left", who.csrf, "now");
  await db.delete("who", "now");
}

/** The server knows already that nobody is logged in here. */
export async function nobodyIsHere(): Promise<void> {
  await (await shared()).delete("who", "now");
}

export async function whoLeft(): Promise<string | null> {
  return (await (await shared()).get("left", "now")) ?? null;
}

export async function haveLeft(): Promise<void> {
  await (await shared()).delete("left", "now");
}

/** She may not any more: everything goes. */
export async function forgetAll(key: string): Promise<void> {
  (await storeOf(key)).close();
  own = null;
  await deleteDB(`${PREFIX}-${key}`);
  const db = await shared();
  await db.delete("people", key);
  if ((await whoNow())?.key === key) await db.delete("who", "now");
}

/** What nobody came back for is thrown away after the pack's days; how many others still wait. */
export async function others(): Promise<number> {
  const db = await shared(), now = (await whoNow())?.key;
  let waiting = 0;
  for (const person of await db.getAll("people")) {
    if (person.key === now) continue;
    if (Date.now() - person.seen > person.days * DAY) await forgetAll(person.key);
    else waiting += await unsentOf(person.key);
  }
  return waiting;
}

async function unsentOf(key: string): Promise<number> {
  const db = await open(key);
  const waiting = await count(db);
  db.close();
  return waiting;
}

async function count(db: Store): Promise<number> {
  return (await db.getAll("outbox")).filter((item) => item.state !== "done").length;
}

/** How many actions of this person wait to be sent. */
export async function unsent(key: string): Promise<number> {
  return count(await storeOf(key));
}

/** Put the whole load in the place of the old one, in one go. */
export async function replace(store: Store, reports: Report[]): Promise<void> {
  const tx = store.transaction("reports", "readwrite");
  await tx.store.clear();
  await Promise.all([...reports.map((report) => tx.store.put(report)), tx.done]);
}

/** Keep a photograph. Throws when the phone is full. */
export async function keep(store: Store, sha256: string, blob: Blob): Promise<void> {
  const tx = store.transaction("files", "readwrite", SURELY);
  const known = await tx.store.get(sha256);
  await Promise.all([known ? null : tx.store.put({ sha256, blob, arrived: false, at: Date.now() }), tx.done]);
}

/** Put an action in the queue, and take the draft away that it came from. */
export async function enqueue(store: Store, item: Item): Promise<void> {
  const tx = store.transaction(["outbox", "drafts"], "readwrite", SURELY);
  const isProof = item.action.verb === "resolve";
  const draft = isProof ? tx.objectStore("drafts").delete(item.action.number) : null;
  await Promise.all([tx.objectStore("outbox").add(item), draft, tx.done]);
}

export async function change(store: Store, item: Item): Promise<void> {
  const tx = store.transaction("outbox", "readwrite", SURELY);
  await Promise.all([tx.store.put(item), tx.done]);
}

/** Throw one away, because the officer said so. */
export async function discard(store: Store, item: Item): Promise<void> {
  if (item.id === undefined) return;
  const tx = store.transaction("outbox", "readwrite", SURELY);
  await Promise.all([tx.store.delete(item.id), tx.done]);
  await tidy(store);
}

/** Photographs that no action and no draft names any more go; answered actions after a day. */
export async function tidy(store: Store): Promise<void> {
  const tx = store.transaction(MADE, "readwrite");
  const items = await tx.objectStore("outbox").getAll(), drafts = await tx.objectStore("drafts").getAll();
  const old = items.filter((item) => item.state === "done" && Date.now() - item.at > DAY);
  for (const item of old) void tx.objectStore("outbox").delete(item.id as number);
  const waiting = items.filter((item) => item.state !== "done").map((item) => item.action);
  const named = new Set([...waiting, ...drafts].flatMap((one) => one.photos.map((shot) => shot.sha256)));
  for (const file of await tx.objectStore("files").getAll()) {
    // A picture that was taken a moment ago may not be in its draft yet.
    if (!named.has(file.sha256) && Date.now() - file.at > 600_000) void tx.objectStore("files").delete(file.sha256);
  }
  await tx.done;
}
