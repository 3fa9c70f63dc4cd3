// Our own camera: the earlier photograph lies over it as a ghost, so that the new one is taken
// from the same place.
import { Part, t } from "./parts";
import { fill } from "./pictures";
import { follow, lastFix } from "./place";
import { meters, type Point } from "./route";
import { jpeg } from "./shots";
import type { Frame } from "./tray";
import { distance } from "./words";

export type Shoot = { title: string; ghost: Blob | undefined; target: Point | null; hasNotFound: boolean };
export type Taken = Frame | "not_found" | "no_camera" | null;

export function hasCamera(): boolean {
  return typeof navigator.mediaDevices?.getUserMedia === "function";
}

/** Open the camera; the frame that was shot, or null when it was closed. */
export async function shoot(how: Shoot): Promise<Taken> {
  const stream = await opened();
  if (!stream) return "no_camera";
  const part = new Part("camera").text("title", how.title).text("say", t("stand_there"));
  const dialog = part.get<HTMLDialogElement>("dialog"), video = part.get<HTMLVideoElement>("video");
  prepare(part, how);
  const near = part.get("near");
  const stop = follow(() => { near.textContent = nearby(how.target); });
  near.textContent = nearby(how.target);
  video.srcObject = stream;
  document.body.append(part.content);
  dialog.showModal();
  const taken = await new Promise<Taken>((done) => {
    part.on("shutter", async () => done(await frame(video)));
    part.on("close", () => done(null));
    part.on("not_found", () => done("not_found"));
    dialog.addEventListener("cancel", () => done(null));
    // Started by hand: some browsers don't begin by themselves in a dialog.
    void video.play().catch(() => done("no_camera"));
  });
  stop();
  stream.getTracks().forEach((track) => track.stop());
  dialog.remove();
  return taken;
}

function prepare(part: Part, how: Shoot): void {
  const ghost = part.get<HTMLImageElement>("ghost"), blend = part.get<HTMLInputElement>("blend");
  if (!how.hasNotFound) part.get("not_found").classList.add("is-away");
  if (!fill(ghost, how.ghost)) {
    part.drop("ghost", "blend_box").text("say", t("no_ghost"));
    return;
  }
  const show = (): void => { ghost.style.opacity = String(Number(blend.value) / 100); };
  blend.addEventListener("input", show);
  show();
}

async function opened(): Promise<MediaStream | null> {
  const wish = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } };
  return navigator.mediaDevices.getUserMedia({ video: wish, audio: false }).catch(() => null);
}

function nearby(target: Point | null): string {
  const here = lastFix();
  if (!here) return t("no_fix");
  const sure = `±${distance(here.accuracy)}`;
  return target ? t("from_point", { far: distance(meters(here, target)), sure }) : sure;
}

async function frame(video: HTMLVideoElement): Promise<Taken> {
  const taken = new Date();
  const blob = await jpeg(video, video.videoWidth, video.videoHeight);
  return blob ? { blob, taken } : "no_camera";
}
