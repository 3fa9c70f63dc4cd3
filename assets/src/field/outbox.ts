// The queue, and what the officer decides about actions that could not go through. Nothing is
// thrown away unless she says so.
import { desk } from "./desk";
import { ask, empty, notice, Part, t } from "./parts";
import { fill, urlOf } from "./pictures";
import { HOME, loginUrl } from "./screens";
import type { Action, Item, Shot } from "./types";
import { ago } from "./words";

const SYMBOLS: Record<Item["state"], string> = { waiting: "i-clock", stuck: "i-warn", done: "i-check" };

export async function outbox(main: HTMLElement): Promise<void> {
  const { waiting, stuck, trouble } = desk;
  const part = new Part("outbox").text("sub", t("outbox_sub", { waiting: waiting.length, stuck: stuck.length }));
  part.on("now", () => desk.sync());
  const said = [];
  if (trouble === "login" && desk.who) said.push(notice("yellow", t("login_title"), t("login_text"), [loginUrl(), t("login")]));
  if (trouble === "offline" && waiting.length) said.push(notice("", t("line_title"), t("line_text")));
  if (trouble === "server" && waiting.length) said.push(notice("yellow", t("server_title"), t("server_text")));
  part.fill("said", ...said);
  const items = [...stuck, ...waiting, ...desk.items.filter((item) => item.state === "done").reverse()];
  part.fill("items", ...(items.length ? await Promise.all(items.map(itemPart)) : [empty("i-send", t("empty_title"), t("empty_text"))]));
  main.replaceChildren(part.content);
}

async function itemPart(item: Item): Promise<Part> {
  const { action } = item;
  const part = new Part("item").symbol("symbol", SYMBOLS[item.state]).text("title", item.title);
  part.content.querySelector(".stop")?.classList.add(`is-${item.state}`);
  part.text("what", t(`verb_${action.verb}`) + (action.photos.length ? `, ${t("n_photos", { n: action.photos.length })}` : ""));
  part.text("when", t(`state_${item.state}`, { time: ago(item.state === "done" ? item.at : Date.parse(action.made_at), Date.now()) }));
  if (item.state !== "stuck") return part.drop("answer");
  return decide(part, item);
}

async function decide(part: Part, item: Item): Promise<Part> {
  const { action, answer } = item, isPhoto = answer?.status === "photo";
  part.text("words", why(item));
  const bad = action.photos.find((shot) => shot.sha256 === answer?.sha256);
  const shown = isPhoto && bad ? [bad] : action.photos;
  const blobs = await Promise.all(shown.map((shot) => desk.file(shot.sha256)));
  part.fill("photos", ...shown.map((shot, i) => picture(shot, blobs[i])));
  offerAgain(part, item);
  offerElsewhere(part, item);
  if (isPhoto && bad) part.on("without", () => desk.retry(item, { photos: action.photos.filter((shot) => shot !== bad) }));
  else part.drop("without");
  if (isPhoto && action.verb === "resolve") part.on("retake", () => backToDraft(item, bad));
  else part.drop("retake");
  const first = blobs.find(Boolean);
  if (first) part.link("save", urlOf(first)).get<HTMLAnchorElement>("save").download = `${action.number}.jpg`;
  else part.drop("save");
  part.on("discard", async () => {
    if (await ask(t("discard_title"), t("discard_text", { n: action.photos.length }), t("discard_yes"))) await desk.throwAway(item);
  });
  return part;
}

function picture(shot: Shot, blob: Blob | undefined): Node {
  const box = document.createElement("div"), image = document.createElement("img");
  image.alt = t("photo_of", { purpose: t(`purpose_${shot.purpose}`) });
  fill(image, blob);
  box.append(image);
  return box;
}

/** The same once more, where the report as it is now still allows it. */
function offerAgain(part: Part, item: Item): void {
  const { action, answer } = item, fresh = desk.reports.find((report) => report.number === action.number);
  const isAllowed = fresh?.may.includes(action.verb) && ["conflict", "refused", "bad"].includes(answer?.status ?? "");
  if (isAllowed) part.on("again", () => desk.retry(item, {}));
  else part.drop("again");
}

/** Words and photographs go on as a remark for whoever holds the report, or to her own admin. */
function offerElsewhere(part: Part, item: Item): void {
  const { action, answer } = item, has = action.text || action.photos.length;
  const text = action.text || t("photos_only");
  if (has && action.verb !== "note" && ["conflict", "refused"].includes(answer?.status ?? "")) {
    part.on("note", () => desk.retry(item, { verb: "note", text }));
  } else part.drop("note");
  if (has && action.verb !== "hand_in" && ["conflict", "refused", "gone", "bad"].includes(answer?.status ?? "")) {
    part.on("hand_in", () => desk.retry(item, { verb: "hand_in", text: action.text }));
  } else part.drop("hand_in");
}

/** Open the proof again with everything in it but the refused photograph. */
async function backToDraft(item: Item, bad: Shot | undefined): Promise<void> {
  const { number, text, outcome, asset, photos }: Action = item.action;
  const kept = photos.filter((shot) => shot !== bad).map((shot) => ({ ...shot, purpose: shot.purpose === "before" ? "before" : "after" }));
  await desk.keepDraft({ number, text, outcome, asset, photos: kept });
  await desk.throwAway(item);
  location.assign(`${HOME}${number}/bukti/`);
}

function why({ answer, action }: Item): string {
  const said = answer?.words ?? "";
  switch (answer?.status) {
    case "conflict": return t("why_conflict", { what: said, who: answer.by ?? "" });
    case "refused": return t("why_refused", { what: said });
    case "gone": return said;
    case "photo": return said === "too_big" ? t("why_too_big") : said ? t("why_photo", { what: said }) : t("why_lost");
    default: return t("why_bad", { number: action.number });
  }
}
