// Ticks that appear while somebody describes what she sees. They ask, they never block.
import { all, byId, icon } from "./dom";

// Words that usually say it; both languages at once, because people mix them.
const SAYS: Record<string, RegExp> = {
  what: /\b(\w+\s+){2,}\w+/u,
  where: /\b(di|depan|dekat|samping|belakang|seberang|jl\.?|(?<!(?:lampu|badan|bahu|lubang) )jalan|gang|gg\.?|rt|rw|simpang|halte|pasar|sekolah|kantor|near|in front of|next to|street|corner|opposite)\b/iu,
  since: /\b(sejak|sudah|kemarin|tadi|hari ini|minggu|bulan|tahun|semalam|pagi|siang|sore|malam|setiap|tiap|since|yesterday|today|week|month|every)\b/iu,
  size: /\b(\d+([.,]\d+)?\s*(m|cm|meter|km|x|orang|mobil|motor|titik|lubang)|selebar|sepanjang|sedalam|setinggi|besar|kecil|lebar|dalam|panjang|sejengkal|selutut|semata kaki|wide|deep|long|large|small)\b/iu,
};

function update(list: HTMLElement, text: string): void {
  for (const item of all("[data-hint]", list)) {
    const said = SAYS[item.dataset["hint"] ?? ""]?.test(text) ?? false;
    if (item.classList.contains("ok") === said) continue;
    item.classList.toggle("ok", said);
    item.querySelector("svg")?.replaceWith(icon(said ? "i-check" : "i-ring"));
  }
}

export function hintWhileTyping(): void {
  for (const list of all("[data-hints-for]")) {
    const area = byId<HTMLTextAreaElement>(list.dataset["hintsFor"]);
    if (!area) continue;
    area.addEventListener("input", () => update(list, area.value));
    update(list, area.value);
  }
}
