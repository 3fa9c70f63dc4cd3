// What the server and the phone say to each other, and what the phone keeps.

export type Photo = { url: string; purpose: string; tag: string; caption: string };
export type Step = { title: string; at: string; quote: string; by: string };

/** One report as the server gives it. */
export type Report = {
  number: string; seq: number; title: string; text: string;
  state: string; color: string; word: string;
  due_at: string | null; due_from: string | null; is_emergency: boolean;
  lat: number | null; lng: number | null; asset: string; proof: string;
  may: string[]; facts: [string, string][]; place: string; marks: string[];
  photos: Photo[]; steps: Step[];
  instruction: string; is_helping: boolean; officer: string;
};

export type Alarm = { url: string; take: string; number: string; title: string; at: string };

export type Load = {
  person: { key: string; name: string; offices: string[] };
  at: string; is_shared: boolean; hours: number; unsent_days: number; csrf: string;
  reports: Report[]; has_more: boolean; confidential: number; alarms: Alarm[];
};

/** Whose phone it is now. `until` and `seen` are by the phone's own clock. */
export type Who = Omit<Load, "reports" | "at" | "person"> & {
  key: string; name: string; offices: string[]; etag: string; seen: number; until: number };

/** A photograph of an action. `from` says who named time and place: our camera, a picture just
 * taken, the file itself, or nobody. */
export type Shot = {
  sha256: string; purpose: string; taken_at: string | null;
  lat: number | null; lng: number | null; accuracy: number | null;
  from: "camera" | "fresh" | "file" | "none";
};

export type Verb = "accept" | "progress" | "resolve" | "give_back" | "done" | "note" | "hand_in";

/** What was done, as it will be sent. */
export type Action = {
  key: string; number: string; verb: Verb; version: number | null; made_at: string;
  text: string; outcome: string; asset: string; photos: Shot[];
};

export type Answer = {
  status: "done" | "conflict" | "refused" | "gone" | "photo" | "bad";
  seq?: number | null; words?: string; by?: string; at?: string; sha256?: string;
};

/** An action in the queue; `id` is its place. Stuck ones wait for the officer's decision. */
export type Item = {
  id?: number; action: Action; title: string; state: "waiting" | "stuck" | "done";
  tries: number; at: number; answer?: Answer;
};

/** A photograph on its way. It stays until nothing names it any more. */
export type Kept = { sha256: string; blob: Blob; arrived: boolean; at: number };

/** A proof that isn't sent yet. */
export type Draft = { number: string; text: string; outcome: string; asset: string; photos: Shot[] };

export type Trouble = "offline" | "login" | "lost" | "person" | "server" | "full";
