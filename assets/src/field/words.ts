// Times and distances as the page's language writes them; the same words as the server's.
import { inCity, number, root, timeOfDay } from "../dom";
import { t } from "./parts";
import type { Report } from "./types";

const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;
const SOON = 75;
const DAYS: Record<string, string[]> = {
  id: ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};
const MONTHS: Record<string, string[]> = {
  id: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

function language(): "id" | "en" {
  return root.lang === "en" ? "en" : "id";
}

/** "Sab, 21 Nov, 14.02", with the year where it isn't this one. */
export function moment(at: Date): string {
  const there = inCity(at), year = there.getFullYear();
  const day = DAYS[language()]?.[there.getDay()], month = MONTHS[language()]?.[there.getMonth()];
  const said = `${day}, ${there.getDate()} ${month}`;
  return `${year === inCity(new Date()).getFullYear() ? said : `${said} ${year}`}, ${timeOfDay(at)}`;
}

function days(from: Date, to: Date): number {
  const midnight = (at: Date): number => inCity(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** "hari ini, 16.00", "besok, 12.00", then the date. */
export function due(at: Date, now: Date): string {
  const ahead = days(now, at);
  if (ahead === 0) return t("today", { time: timeOfDay(at) });
  return ahead === 1 ? t("tomorrow", { time: timeOfDay(at) }) : moment(at);
}

/** "1 j 12 m", "2 hari 4 j" */
export function short(milliseconds: number): string {
  const units = t("units").split(" ");
  const parts = [milliseconds / DAY, (milliseconds % DAY) / HOUR, (milliseconds % HOUR) / MINUTE].map(Math.floor);
  const first = parts.findIndex((n) => n > 0);
  if (first < 0) return `0 ${units[2]}`;
  return [first, first + 1].filter((i) => parts[i]).map((i) => `${number(parts[i] ?? 0)} ${units[i]}`).join(" ");
}

export type Clock = { gone: number; tone: "" | "soon" | "late" | "paused"; due: string; left: string };

/** How much of the time is gone, in words and as a part of a hundred. */
export function clock(report: Report, now: Date): Clock {
  if (!report.due_at) return { gone: 0, tone: "paused", due: t("no_due"), left: t("no_limit") };
  const end = new Date(report.due_at), start = report.due_from ? new Date(report.due_from) : now;
  const said = t("due", { due: due(end, now) });
  const left = end.getTime() - now.getTime();
  if (left <= 0) return { gone: 100, tone: "late", due: said, left: t("late", { time: short(-left) }) };
  const whole = end.getTime() - start.getTime();
  const gone = whole > 0 ? Math.min(100, (100 * (now.getTime() - start.getTime())) / whole) : 100;
  return { gone: Math.max(0, gone), tone: gone >= SOON ? "soon" : "", due: said, left: t("left", { time: short(left) }) };
}

/** "450 m" up to a kilometre, then "1,2 km". */
export function distance(meters: number): string {
  if (meters < 1000) return `${number(meters >= 100 ? Math.round(meters / 10) * 10 : Math.round(meters))} m`;
  const text = (meters / 1000).toFixed(1);
  return `${language() === "en" ? text : text.replace(".", ",")} km`;
}

/** ", ke utara": where to go, in one of eight directions. */
export function direction(degrees: number): string {
  const names = t("directions").split(" ");
  return t("towards", { direction: (names[Math.round(((degrees % 360) + 360) / 45) % 8] ?? "").replaceAll("_", " ") });
}

export function ago(at: number, now: number): string {
  const passed = now - at;
  return passed < MINUTE ? t("just_now") : t("ago", { time: short(passed) });
}

export function size(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes >= 1 ? `${number(Math.round(megabytes))} MB` : `${number(Math.max(1, Math.round(bytes / 1000)))} kB`;
}
