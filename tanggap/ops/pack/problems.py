"""What is wrong with a pack, and where: one sentence for whoever keeps its tables."""

from __future__ import annotations

from dataclasses import dataclass

from tanggap.ops.cli.language import pick

# Code: the sentence in Indonesian and in English.
_SENTENCES = {
    "missing_file": ("berkas ini tidak ada", "this file is missing"),
    "not_utf8": ("bukan UTF-8 (byte {byte})", "not UTF-8 (byte {byte})"),
    "byte_order_mark": ("simpan tanpa tanda urutan byte", "save it without a byte order mark"),
    "not_csv": ("bukan CSV: {why}", "not CSV: {why}"),
    "not_toml": ("bukan TOML: {why}", "not TOML: {why}"),
    "empty_file": ("tidak ada baris judul", "there is no header line"),
    "unknown_column": ("kolom “{name}” tidak dikenal", "unknown column “{name}”"),
    "missing_column": ("kolom “{name}” tidak ada", "column “{name}” is missing"),
    "repeated_column": ("kolom “{name}” muncul dua kali", "column “{name}” appears twice"),
    "width": ("{found} nilai, seharusnya {wanted}", "{found} values instead of {wanted}"),
    "required": ("wajib diisi", "must not be empty"),
    "spaces": ("hapus spasi di awal atau akhir", "remove spaces around the value"),
    "too_long": (
        "{found} huruf, paling banyak {limit}",
        "{found} characters, at most {limit}",
    ),
    "not_code": (
        "“{value}”: hanya huruf kecil, angka, titik, dan tanda hubung",
        "“{value}”: only lower case letters, digits, dots and hyphens",
    ),
    "not_number": ("“{value}” bukan bilangan", "“{value}” is not a number"),
    "not_whole": ("“{value}” bukan bilangan bulat", "“{value}” is not a whole number"),
    "out_of_range": (
        "{value} di luar {low} sampai {high}",
        "{value} lies outside {low} to {high}",
    ),
    "not_flag": ("“{value}”: tulis y atau n", "“{value}”: write y or n"),
    "not_date": (
        "“{value}” bukan tanggal seperti 2022-12-31",
        "“{value}” is no date like 2022-12-31",
    ),
    "not_choice": ("“{value}”: pilih {choices}", "“{value}”: choose {choices}"),
    "duplicate": (
        "{name} “{value}” sudah ada di baris {line}",
        "{name} “{value}” is already on line {line}",
    ),
    "no_such": (
        "“{value}” tidak ada di {table}",
        "there is no “{value}” in {table}",
    ),
    "loop": ("“{value}” berada di bawah dirinya sendiri", "“{value}” lies below itself"),
    "wrong_level": (
        "{level} tidak dapat berada di bawah {parent}",
        "a {level} can not lie below a {parent}",
    ),
    "outside_parent": (
        "kode “{value}” tidak berawal dengan kode induknya “{parent}”",
        "code “{value}” does not begin with its parent's “{parent}”",
    ),
    "reversed_period": (
        "berakhir {end} sebelum mulai {start}",
        "ends on {end} before it starts on {start}",
    ),
    "overlap": (
        "masa berlaku bertumpuk dengan “{other}” di baris {line}",
        "its period overlaps with “{other}” on line {line}",
    ),
    "before_or_after": (
        "isi percent atau after, salah satu saja",
        "fill percent or after, one of the two",
    ),
    "unit_of_after": (
        "unit harus ada bersama after, dan hanya bersama after",
        "unit must stand with after, and with after alone",
    ),
    "same_as_alias": (
        "“{value}” sendiri digabung ke kategori lain",
        "“{value}” is itself folded into another category",
    ),
    "bad_lead": (
        "“{value}”: tulis kelurahan, agency:<kode>, atau city:<awalan>",
        "“{value}”: write kelurahan, agency:<code> or city:<prefix>",
    ),
    "no_lead": (
        "tidak ada instansi untuk {area} menurut “{value}”",
        "no agency for {area} by “{value}”",
    ),
    "not_confidential": (
        "kategori terlindung, tetapi “{agency}” tidak menangani laporan rahasia",
        "the category is protected, but “{agency}” handles no confidential reports",
    ),
    "no_office": ("{area} tidak punya instansi sendiri", "{area} has no office of its own"),
    "one_dispatcher": (
        "harus tepat satu meja admin, ada {found}",
        "there must be exactly one dispatcher's desk, there are {found}",
    ),
    "missing_setting": ("“{name}” tidak ada", "“{name}” is missing"),
    "wrong_setting": ("“{name}” harus berupa {wanted}", "“{name}” must be {wanted}"),
    "bad_formula": (
        "rumus “{name}” tidak dapat dibaca: {value}",
        "formula “{name}” can't be read: {value}",
    ),
    "bad_flag": (
        "batas “{name}” tidak dapat dibaca: {value}",
        "limit “{name}” can't be read: {value}",
    ),
    "missing_language": (
        "“{name}” tidak punya teks {language}",
        "“{name}” has no text in {language}",
    ),
    "other_name": (
        "“{value}” di sini, “{wanted}” di {table}",
        "“{value}” here, “{wanted}” in {table}",
    ),
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `line` and `column` count from 1; column is the character in the line
    for TOML and the number of the value for CSV, 0 where the whole line is meant."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """As editors and compilers write it: file:line: message."""
        return f"{self.file}:{self.line}: {self.message}"


def problem(file: str, line: int, column: int, code: str, /, **values: object) -> Problem:
    """A problem with the sentence of `code` in the language of the terminal."""
    indonesian, english = _SENTENCES[code]
    return Problem(file, line, column, pick(indonesian, english).format(**values))
