// One report over a line that may break at any byte. It needs no session: a token is fetched first.
import type { Answer, Item } from "./types";

const PATIENCE = 20_000;
const PHOTO_PATIENCE = 180_000;

/** No answer that counts: no line, a hotel's own page, or a server in trouble. Try again later. */
export class NoLine extends Error {
  constructor(readonly status = 0) {
    super(String(status));
  }
}

async function ask(url: string, options: RequestInit, patience: number): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const asked: RequestInit = { ...options, signal: stop.signal, credentials: "same-origin", redirect: "manual" };
    const answer = await fetch(url, asked);
    const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
    if (!isJson || answer.status >= 500) throw new NoLine(answer.status);
    // Heard to its end within the time, or not at all.
    return new Response(await answer.text(), { status: answer.status });
  } catch (error) {
    throw error instanceof NoLine ? error : new NoLine();
  } finally {
    clearTimeout(timer);
  }
}

export async function token(): Promise<string> {
  const answer = await ask("/lapor/tanda/", { cache: "no-store" }, PATIENCE);
  return ((await answer.json()) as { token: string }).token;
}

/** Send it; `isQueued` when nobody is there to be asked anything. */
export async function send(item: Item, isQueued: boolean): Promise<Answer> {
  const body = new FormData();
  for (const [name, value] of item.values) body.append(name, value);
  for (const shot of item.shots) body.append("photos", shot.blob, shot.name);
  body.set("form_id", item.form_id);
  body.set("photos_taken", JSON.stringify(item.shots.map((shot) => shot.facts)));
  body.set("made_at", new Date(item.made_at).toISOString());
  if (isQueued) body.set("queued", "1");
  const headers = { "X-CSRFToken": await token() };
  const patience = item.shots.length ? PHOTO_PATIENCE : PATIENCE;
  return (await ask("/lapor/kirim/", { method: "POST", headers, body }, patience)).json() as Promise<Answer>;
}
