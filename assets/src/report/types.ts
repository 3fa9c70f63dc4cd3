// What the citizen's phone keeps: of a form being written, of what waits, of what arrived.
import type { Said } from "../field/exif";

/** A photograph or document of a form, and what its file said before it was made smaller. */
export type Shot = { name: string; blob: Blob; facts: Said };

/** A report that waits for a line, or that the server refused: `words` say why. */
export type Item = {
  form_id: string; values: [string, string][]; shots: Shot[]; made_at: number; title: string;
  state: "waiting" | "stuck"; tries: number; words: string[];
};

/** What came of one. A secret report's is kept only until it was read. */
export type Receipt = {
  number: string; code: string; url: string; title: string; at: number;
  is_new: boolean; is_secret: boolean;
};

/** The server's answer to a report. */
export type Answer =
  | { status: "done"; number: string; code: string; url: string; thanks: string; is_confidential: boolean; is_replay: boolean }
  | { status: "asks" | "bad" | "slowly"; html: string; fields: string[]; words: string[] };
