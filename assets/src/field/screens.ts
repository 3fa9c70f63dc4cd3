// The screens that read: the list in the order to drive, one report, whose phone it is.
import { all, number, root } from "../dom";
import { ago, clock, direction, distance, moment } from "./words";
import { desk, type Task } from "./desk";
import { directions, mapsChoice, setMapsChoice } from "./directions";
import { ask, empty, notice, Part, t } from "./parts";
import { denied, type Fix, fix, quietFix } from "./place";
import { bearing, length, meters, order } from "./route";
import { fill as fillPicture } from "./pictures";
import type { Alarm, Who } from "./types";
import { install } from "./install";

export const HOME = "/lapangan/";

function isLate(task: Task, now: number): boolean {
  return task.due_at !== null && new Date(task.due_at).getTime() <= now;
}

/** The tasks in the order to drive. */
export function routed(tasks: Task[], from: Fix | null, now = Date.now()): Task[] {
  const stops = tasks.map((task) => ({
    id: task.number, lat: task.lat, lng: task.lng,
    isFirst: task.is_emergency || isLate(task, now),
    due: task.due_at ? new Date(task.due_at).getTime() : Infinity,
  }));
  const byNumber = new Map(tasks.map((task) => [task.number, task]));
  return order(stops, from).flatMap((id) => byNumber.get(id) ?? []);
}

export function list(main: HTMLElement): void {
  const again = (): void => { if (location.pathname === HOME) list(main); };
  if (!desk.who || desk.isExpired) return nobody(main);
  const from = quietFix(again);
  const open = desk.tasks.filter((task) => !task.isSent);
  const isColleagues = (task: Task): boolean => task.officer !== "" && task.officer !== "me";
  const mine = routed(open.filter((task) => !isColleagues(task)), from);
  const theirs = routed(open.filter(isColleagues), from);
  const part = new Part("list").text("title", t("places", { n: mine.length }));
  part.text("sub", sub(mine, from, desk.finished));
  part.fill("notices", ...notices());
  if (mine.length) part.fill("stops", ...mine.map((task, i) => stop(task, i, from)));
  else part.fill("stops", empty("i-check", t("nothing_title"), t("nothing")));
  if (theirs.length) part.text("others_title", t("colleagues", { n: theirs.length })).fill("colleagues", ...theirs.map((task, i) => stop(task, i, from, task.officer)));
  else part.drop("others");
  part.text("foot", desk.who?.has_more ? t("has_more", { n: number(desk.reports.length) }) : "");
  if (from || !mine.some((task) => task.lat !== null) || denied()) part.drop("locate");
  else part.on("locate", async () => { await fix(); again(); });
  main.replaceChildren(part.content);
}

function sub(mine: Task[], from: Fix | null, done: number): string {
  const placed = mine.filter((task): task is Task & Fix => task.lat !== null && task.lng !== null);
  const way = from && placed.length ? t("by_road", { far: distance(length(placed, from)) }) : t("by_due");
  return done ? `${way} ${t("some_done", { n: done })}` : way;
}

/** Nobody is logged in, or the shift is over; while that is being asked, the frame stays empty. */
function nobody(main: HTMLElement): void {
  if (desk.trouble === null && !desk.isExpired) return;
  const [text, way]: [string, [string, string] | undefined] = desk.trouble === "offline" && !desk.who
    ? [t("first_line"), undefined] : [t("expired"), [loginUrl(), t("login")]];
  titled(main, t("no_work_title"), ...notices(), empty("i-lock", t("no_work_title"), text, way));
}

function titled(main: HTMLElement, words: string, ...parts: Part[]): void {
  const box = document.createElement("div"), title = document.createElement("h1");
  box.className = "top stack gap-2";
  title.className = "visually-hidden";
  title.textContent = words;
  box.append(title, ...parts.map((part) => part.content));
  main.replaceChildren(box);
}

export function loginUrl(): string {
  return `/masuk/?next=${encodeURIComponent(location.pathname)}`;
}

function notices(): Part[] {
  const { who, stuck, foreign, trouble } = desk, said: Part[] = [];
  for (const one of who?.alarms ?? []) said.push(alarm(one, who?.csrf ?? ""));
  if (trouble === "login" && who) said.push(notice("yellow", t("login_title"), t("login_text"), [loginUrl(), t("login")]));
  if (trouble === "full") said.push(notice("red", t("full_title"), t("full_text")));
  if (stuck.length) said.push(notice("yellow", t("stuck_title", { n: stuck.length }), t("stuck_text"), [`${HOME}kiriman/`, t("look")]));
  if (foreign) said.push(notice("", "", t("foreign", { n: foreign })));
  if (who?.confidential) said.push(notice("", "", t("confidential", { n: who.confidential }), [`${HOME}?biasa`, t("open")]));
  return said;
}

/** Danger that calls her. The tap that stops it is the server's: without a line it says so. */
function alarm(one: Alarm, token: string): Part {
  const part = new Part("alarm").text("title", one.title || one.number).text("text", `${one.number} · ${ago(new Date(one.at).getTime(), Date.now())}`);
  Object.assign(part.link("link", one.url).get("token"), { name: "csrfmiddlewaretoken", value: token });
  const form = part.get<HTMLFormElement>("form"), said = part.get("offline");
  form.action = one.take;
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    said.hidden = false;
  });
  return part;
}

export function clockPart(task: Task): Part {
  const now = clock(task, new Date());
  const part = new Part("clock").text("due", now.due).text("left", now.left);
  if (now.tone) part.get("box").classList.add(now.tone);
  part.get("bar").setAttribute("width", now.tone === "late" || now.tone === "paused" ? "100" : now.gone.toFixed(1));
  return part;
}

function stop(task: Task, place: number, from: Fix | null, officer = ""): Part {
  const part = new Part("stop").text("no", String(place + 1)).text("place", task.place);
  part.link("link", `${HOME}${task.number}/`, task.title);
  const point = task.lat !== null && task.lng !== null ? { lat: task.lat, lng: task.lng } : null;
  part.text("far", from && point ? distance(meters(from, point)) : "");
  part.text("way", from && point ? direction(bearing(from, point)) : "");
  part.text("marks", [officer, ...task.marks].filter(Boolean).join(" · "));
  part.fill("clock", clockPart(task)).link("directions", point ? directions(point) : "");
  if (point) part.drop("no_point");
  const isWork = task.may.includes("resolve") && !officer;
  part.link("proof", isWork ? `${HOME}${task.number}/bukti/#kamera` : "").link("look", isWork ? "" : `${HOME}${task.number}/`);
  if (place === 0 && !officer) {
    part.content.querySelector(".stop")?.classList.add("first");
    part.content.querySelector(".btn-soft")?.classList.replace("btn-soft", "btn-accent");
  }
  return part;
}

export async function report(main: HTMLElement, number: string): Promise<void> {
  const task = desk.task(number);
  if (!task) return gone(main);
  const here = `${HOME}${number}/`, may = (verb: string): boolean => task.may.includes(verb);
  const part = new Part("report").text("title", task.title).text("number", number).text("text", task.text);
  part.fill("said", ...saidOf(task)).fill("clock", clockPart(task));
  part.fill("state", statePart(task));
  part.text("instruction", task.instruction);
  if (!task.instruction) part.drop("instruction_box");
  if (may("accept")) part.on("accept", async () => { await desk.act(task, "accept"); });
  else part.drop("accept");
  part.link("proof", may("resolve") ? `${here}bukti/` : "").link("news", may("progress") ? `${here}kabar/` : "");
  part.link("done", may("done") ? `${here}bagian/` : "").link("give_back", may("give_back") ? `${here}kembalikan/` : "");
  const point = task.lat !== null && task.lng !== null ? { lat: task.lat, lng: task.lng } : null;
  part.link("directions", point ? directions(point) : "");
  part.fill("photos", ...(await Promise.all(task.photos.map(photoPart))).flatMap((one) => one ?? []));
  part.fill("facts", ...task.facts.map(([name, value]) => new Part("fact").text("name", name).text("value", value)));
  part.fill("steps", ...task.steps.map(stepPart));
  main.replaceChildren(part.content);
}

function gone(main: HTMLElement): void {
  if (!desk.who || desk.isExpired) return nobody(main);
  titled(main, t("not_here_title"), empty("i-lock", t("not_here_title"), t("not_here"), [HOME, t("to_list")]));
}

function saidOf(task: Task): Part[] {
  const items = desk.itemsOf(task.number);
  if (items.some((item) => item.state === "stuck")) return [notice("yellow", t("stuck_here"), t("stuck_text"), [`${HOME}kiriman/`, t("look")])];
  if (items.some((item) => item.state === "waiting")) return [notice("blue", t("waits_title"), t("waits"))];
  return task.isSent ? [notice("green", t("sent_title"), t("sent"))] : [];
}

export function statePart(task: Task): Part {
  const part = new Part("state").text("word", task.word).symbol("shape", `s-${task.color}`);
  part.get("box").classList.add(`is-${task.color}`);
  return part;
}

async function photoPart(photo: Task["photos"][number]): Promise<Part | null> {
  const part = new Part("photo").text("tag", photo.tag).text("caption", photo.caption);
  const image = part.get<HTMLImageElement>("image");
  image.alt = `${photo.tag}, ${photo.caption}`;
  return fillPicture(image, await desk.picture(photo.url)) ? part : null;
}

function stepPart(step: Task["steps"][number]): Part {
  const part = new Part("step").text("title", step.title).text("quote", step.quote).text("by", step.by);
  part.get<HTMLTimeElement>("at").dateTime = step.at;
  return part.text("at", moment(new Date(step.at)));
}

export async function me(main: HTMLElement): Promise<void> {
  const { who } = desk;
  if (!who) return list(main);
  const part = new Part("me").text("name", who.name).text("offices", who.offices.join(", "));
  part.fill("said", ...notices());
  const used = await navigator.storage?.estimate().catch(() => null);
  const facts: [string, string][] = [
    [t("fetched"), ago(who.seen, Date.now())],
    [t("until"), moment(new Date(who.until))],
    [t("waiting"), number(desk.waiting.length + desk.stuck.length)],
    [t("room"), used?.usage ? `${number(Math.ceil(used.usage / 1e6))} MB` : ""],
  ];
  part.fill("facts", ...facts.filter(([, value]) => value).map(([name, value]) => new Part("fact").text("name", name).text("value", value)));
  for (const choice of all<HTMLInputElement>("input", part.get("maps"))) {
    choice.checked = choice.value === mapsChoice();
    choice.addEventListener("change", () => setMapsChoice(choice.value));
  }
  if (install.isOffered) part.on("install", () => install.now());
  else part.drop("install");
  part.on("theme", switchTheme);
  if (who.is_shared) part.text("leave", t("switch"));
  part.on("logout", () => logout(who));
  main.replaceChildren(part.content);
}

async function logout(who: Who): Promise<void> {
  const waiting = desk.waiting.length + desk.stuck.length;
  if (waiting && !(await ask(t("leave_title", { n: waiting }), t("leave_text"), t(who.is_shared ? "switch" : "leave_yes")))) return;
  await desk.leave(who);
  if (desk.trouble === "login") location.assign(loginUrl());
}

function switchTheme(): void {
  const isDark = (root.dataset["bsTheme"] ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset["bsTheme"] = isDark ? "light" : "dark";
  document.cookie = `theme=${root.dataset["bsTheme"]}; path=/; max-age=31536000; SameSite=Lax`;
}
