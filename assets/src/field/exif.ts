// What a camera wrote into a JPEG: when, and where. Five values; anything odd reads as nothing.

export type Said = { taken_at: string | null; lat: number | null; lng: number | null };

const NOTHING: Said = { taken_at: null, lat: null, lng: null };
const HEAD = 256 * 1024; // the first segments; a picture's own pixels come later
const TIFF = 0x45786966; // "Exif"

export async function exifOf(file: Blob): Promise<Said> {
  try {
    return read(new DataView(await file.slice(0, HEAD).arrayBuffer()));
  } catch {
    return NOTHING;
  }
}

function read(view: DataView): Said {
  if (view.getUint16(0) !== 0xffd8) return NOTHING;
  for (let at = 2; at + 4 < view.byteLength && view.getUint8(at) === 0xff;) {
    const length = view.getUint16(at + 2);
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === TIFF) return new Tiff(view, at + 10).said();
    at += 2 + length;
  }
  return NOTHING;
}

class Tiff {
  private readonly little: boolean;

  constructor(private readonly view: DataView, private readonly start: number) {
    this.little = view.getUint16(start) === 0x4949;
  }

  said(): Said {
    const main = this.entries(this.u32(4));
    const shot = this.entries(this.long(main.get(0x8769))), place = this.entries(this.long(main.get(0x8825)));
    const lat = this.degrees(place, 1, "S", 90), lng = this.degrees(place, 3, "W", 180);
    const isSomewhere = lat !== null && lng !== null && !(lat === 0 && lng === 0);
    return {
      taken_at: this.moment(this.text(shot.get(0x9003)), this.text(shot.get(0x9011))),
      lat: isSomewhere ? lat : null,
      lng: isSomewhere ? lng : null,
    };
  }

  private u16(at: number): number { return this.view.getUint16(this.start + at, this.little); }
  private u32(at: number): number { return this.view.getUint32(this.start + at, this.little); }

  /** Where each tag of a directory stands. */
  private entries(at: number): Map<number, number> {
    const found = new Map<number, number>();
    if (!at) return found;
    for (let i = 0; i < this.u16(at); i++) found.set(this.u16(at + 2 + 12 * i), at + 2 + 12 * i);
    return found;
  }

  private long(entry: number | undefined): number { return entry === undefined ? 0 : this.u32(entry + 8); }

  private text(entry: number | undefined): string {
    if (entry === undefined) return "";
    const count = Math.min(this.u32(entry + 4), 64);
    const at = count > 4 ? this.u32(entry + 8) : entry + 8;
    let text = "";
    for (let i = 0; i < count; i++) text += String.fromCharCode(this.view.getUint8(this.start + at + i));
    return text.replace(/[\0 ]+$/, "");
  }

  private degrees(place: Map<number, number>, tag: number, negative: string, most: number): number | null {
    const entry = place.get(tag + 1);
    if (entry === undefined) return null;
    const at = this.u32(entry + 8);
    const part = (i: number): number => this.u32(at + 8 * i) / this.u32(at + 8 * i + 4);
    const value = part(0) + part(1) / 60 + part(2) / 3600;
    const signed = this.text(place.get(tag)).toUpperCase() === negative ? -value : value;
    return Number.isFinite(signed) && Math.abs(signed) <= most ? Number(signed.toFixed(7)) : null;
  }

  /** A camera without a zone is believed to run on this phone's. */
  private moment(taken: string, offset: string): string | null {
    const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(taken);
    if (!found || Number(found[1]) < 1990) return null;
    const zone = /^[+-]\d\d:\d\d$/.test(offset) ? offset : "";
    const at = new Date(`${found[1]}-${found[2]}-${found[3]}T${found[4]}${zone}`);
    return Number.isNaN(at.getTime()) ? null : at.toISOString();
  }
}
