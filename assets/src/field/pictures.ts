// Blobs of the store shown as pictures, let go when they leave the page.

const shown = new Set<string>();

/** Show `blob` in `image`; false when there is none. */
export function fill(image: HTMLImageElement, blob: Blob | undefined | null): boolean {
  if (!blob) return false;
  const url = URL.createObjectURL(blob);
  shown.add(url);
  image.src = url;
  return true;
}

export function urlOf(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  shown.add(url);
  return url;
}

/** Another screen comes: none of the old ones is needed. */
export function letGo(): void {
  for (const url of shown) URL.revokeObjectURL(url);
  shown.clear();
}
