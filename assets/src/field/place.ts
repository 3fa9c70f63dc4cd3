// Where the phone is. Asked only when the officer works on something that needs it.

export type Fix = { lat: number; lng: number; accuracy: number; at: number };

const FRESH = 60_000;
let last: Fix | null = null;
let watcher = 0;
let watching = 0;
let isLive = false; // heard from the present watch: whoever stands still hears nothing new
let isDenied = false;
const listeners = new Set<() => void>();

export function lastFix(maxAge = FRESH): Fix | null {
  const most = isLive ? 5 * FRESH : maxAge;
  return last && Date.now() - last.at <= most ? last : null;
}

export function denied(): boolean {
  return isDenied || !("geolocation" in navigator);
}

/** Hear of every new position until the returned function is called. */
export function follow(listener: () => void = () => undefined): () => void {
  listeners.add(listener);
  if (watching++ === 0 && "geolocation" in navigator) {
    watcher = navigator.geolocation.watchPosition(
      ({ coords }) => {
        isDenied = false;
        isLive = true;
        last = { lat: coords.latitude, lng: coords.longitude, accuracy: coords.accuracy, at: Date.now() };
        listeners.forEach((one) => one());
      },
      ({ code }) => {
        isDenied = code === GeolocationPositionError.PERMISSION_DENIED;
        listeners.forEach((one) => one());
      },
      { enableHighAccuracy: true, maximumAge: 15_000, timeout: 30_000 },
    );
  }
  return () => {
    listeners.delete(listener);
    if (--watching > 0) return;
    navigator.geolocation?.clearWatch(watcher);
    isLive = false;
  };
}

/** A position now, or null after a while: a picture is never held up for long. */
export async function fix(patience = 8_000): Promise<Fix | null> {
  if (denied()) return lastFix();
  const known = lastFix(20_000);
  if (known) return known;
  return new Promise((done) => {
    const timer = setTimeout(() => finish(), patience);
    const stop = follow(() => { if (lastFix(20_000) || denied()) finish(); });
    function finish(): void {
      clearTimeout(timer);
      stop();
      done(lastFix());
    }
  });
}

/** The position for an order: a few minutes don't change it. Null at once when there is none yet;
 * then, where the officer allowed it before, it is looked for and `found` is called. Asks nothing. */
export function quietFix(found: () => void): Fix | null {
  const known = lastFix(5 * FRESH);
  if (!known) void lookQuietly(found);
  return known;
}

async function lookQuietly(found: () => void): Promise<void> {
  const state = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (state?.state === "granted" && (await fix(20_000))) found();
}
