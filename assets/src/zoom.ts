// Photographs that are compared, enlarged and moved together: what lies at one spot of the one
// lies at the same spot of the other.
import { all } from "./dom";

const MOST = 5;
const STEP = 0.25;
const WALK = 8; // percent of a photograph that an arrow key moves

class Together {
  private x = 0; // percent of a photograph's own size, so that frames of any size agree
  private y = 0;
  private scale = 1;
  private wasDragged = false;

  constructor(private readonly box: HTMLElement, private readonly range: HTMLInputElement) {
    range.addEventListener("input", () => this.enlarge(Number(range.value)));
    for (const frame of all("[data-zoom-frame]", box)) this.follow(frame);
  }

  private follow(frame: HTMLElement): void {
    frame.addEventListener("pointerdown", (event) => this.drag(frame, event));
    frame.addEventListener("click", (event) => this.wasDragged && event.preventDefault());
    frame.addEventListener("keydown", (event) => this.walk(event));
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // a pinch; without it the page scrolls as ever
      event.preventDefault();
      this.enlarge(this.scale - Math.sign(event.deltaY) * STEP);
    }, { passive: false });
  }

  private drag(frame: HTMLElement, start: PointerEvent): void {
    this.wasDragged = false;
    if (this.scale === 1 || start.button !== 0) return;
    const { x, y } = this;
    frame.setPointerCapture(start.pointerId);
    const move = (event: PointerEvent): void => {
      const right = event.clientX - start.clientX, down = event.clientY - start.clientY;
      this.wasDragged ||= Math.hypot(right, down) > 4;
      this.put(x + (100 * right) / frame.clientWidth, y + (100 * down) / frame.clientHeight);
    };
    frame.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) {
      frame.addEventListener(end, () => frame.removeEventListener("pointermove", move), { once: true });
    }
  }

  private walk(event: KeyboardEvent): void {
    const steps: Record<string, [number, number]> = { ArrowUp: [0, WALK], ArrowDown: [0, -WALK], ArrowLeft: [WALK, 0], ArrowRight: [-WALK, 0] };
    const step = steps[event.key];
    if (!step || this.scale === 1) return;
    event.preventDefault();
    this.put(this.x + step[0], this.y + step[1]);
  }

  private enlarge(scale: number): void {
    this.scale = Math.min(MOST, Math.max(1, scale));
    this.range.value = String(this.scale);
    this.box.classList.toggle("is-enlarged", this.scale > 1);
    this.put(this.x, this.y);
  }

  private put(x: number, y: number): void {
    const edge = 50 * (this.scale - 1); // no photograph leaves its frame
    this.x = Math.min(edge, Math.max(-edge, x));
    this.y = Math.min(edge, Math.max(-edge, y));
    for (const [name, value] of [["--x", `${this.x}%`], ["--y", `${this.y}%`], ["--z", String(this.scale)]] as const) {
      this.box.style.setProperty(name, value);
    }
  }
}

export function enlargeTogether(): void {
  for (const box of all("[data-zoom]")) {
    const range = box.querySelector<HTMLInputElement>("[data-zoom-by]");
    if (range) new Together(box, range);
  }
}
