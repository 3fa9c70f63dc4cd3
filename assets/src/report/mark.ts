// A mark that something waits, or has arrived and wasn't read: pages without it load nothing more.
const MARK = "lapor-menunggu";

export function mark(isWaiting: boolean): void {
  try {
    if (isWaiting) localStorage.setItem(MARK, "1");
    else localStorage.removeItem(MARK);
  } catch {
    // No storage for a mark: the pages look each time.
  }
}

export function isMarked(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}
