// Questions to the server over a line that may break at any byte.
import type { Trouble, Who } from "./types";

const PATIENCE = 20_000;
const PHOTO_PATIENCE = 180_000;
export const HOME = "/lapangan/";

/** Why the server, or the line, doesn't let us go on. */
export class Broken extends Error {
  constructor(readonly trouble: Trouble, readonly person = "") {
    super(trouble);
  }
}

type Said = { why?: string; person?: unknown; message?: string; missing?: string[]; arrived?: boolean };
export type Heard<T> = { status: number; body: T & Said; etag: string };

/** The answer whatever its status, heard to its end within the time; trouble that stops everything
 * is thrown. */
async function ask<T>(path: string, options: RequestInit, patience: number): Promise<Heard<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const asked: RequestInit = { ...options, signal: stop.signal, credentials: "same-origin", redirect: "manual" };
    return await hear<T>(await fetch(HOME + path, asked));
  } catch (error) {
    // Refused, cut off, too slow: for us the line is down.
    throw error instanceof Broken ? error : new Broken("offline");
  } finally {
    clearTimeout(timer);
  }
}

async function hear<T>(answer: Response): Promise<Heard<T>> {
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  // A page where an answer was expected: a hotel's or a train's own login stands in the way.
  if (answer.type === "opaqueredirect" || (answer.status === 200 && !isJson)) throw new Broken("offline");
  const body = (isJson ? await answer.json() : {}) as T & Said;
  const trouble = troubleOf(answer.status, body.why ?? "");
  if (trouble) throw new Broken(trouble, typeof body.person === "string" ? body.person : "");
  return { status: answer.status, body, etag: answer.headers.get("ETag") ?? "" };
}

function troubleOf(status: number, why: string): Trouble | null {
  if (status === 401) return "login";
  if (status === 403 && ["seat", "account"].includes(why)) return "lost";
  if (status === 409 && why === "person") return "person";
  return status >= 500 ? "server" : null;
}

function headers(who: Who, type: string): HeadersInit {
  return { "Content-Type": type, "X-CSRFToken": who.csrf, "X-Tanggap-Person": who.key };
}

export async function get<T>(path: string, etag = ""): Promise<Heard<T>> {
  const options: RequestInit = { headers: { Accept: "application/json", ...(etag ? { "If-None-Match": etag } : {}) } };
  // Our own tag, not the browser's cache: what is fetched is kept in one place only.
  return ask<T>(path, { ...options, cache: "no-store" }, PATIENCE);
}

export async function send<T>(path: string, who: Who, body: unknown): Promise<Heard<T>> {
  const options = { method: "POST", headers: headers(who, "application/json"), body: JSON.stringify(body) };
  return ask<T>(path, options, PATIENCE);
}

export async function put(path: string, who: Who, blob: Blob): Promise<Heard<object>> {
  const options = { method: "PUT", headers: headers(who, blob.type || "application/octet-stream"), body: blob };
  return ask<object>(path, options, PHOTO_PATIENCE);
}

/** Log out; any answer of the server will do, for who is logged out already is out. */
export async function signOut(csrf: string): Promise<void> {
  const options: RequestInit = { method: "POST", headers: { "X-CSRFToken": csrf }, redirect: "manual" };
  const answer = await fetch("/keluar/", options).catch(() => null);
  if (!answer || answer.status >= 500) throw new Broken("offline");
}

export async function picture(url: string): Promise<Blob | null> {
  const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  return answer?.ok ? answer.blob().catch(() => null) : null;
}
