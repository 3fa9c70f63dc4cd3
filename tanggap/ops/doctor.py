"""What `tanggap doctor` looks at. Each check answers with one finding or with several."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tanggap.launch.binaries import WHEEL
from tanggap.launch.instance import Instance
from tanggap.lib import jobs, marks
from tanggap.lib.jobs import Lane
from tanggap.ops import backup
from tanggap.ops.cli.language import pick

GOOD, WARN, BAD = "good", "warn", "bad"

# The oldest minor of each PostgreSQL without a published hole that matters here.
FLOOR = {15: 18, 16: 14, 17: 10, 18: 4}
BACKUP_AGE = timedelta(days=2)
HEARTBEAT = timedelta(minutes=1)
BEHIND = timedelta(minutes=2)
DISK_FREE = 0.10


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `level` is good, warn or bad."""

    level: str
    code: str
    text: str


def examine(instance: Instance) -> list[Finding]:
    """Everything, the worst first. Needs Django and the database."""
    found: list[Finding] = []
    for check in CHECKS:
        found += check(instance)
    order = {BAD: 0, WARN: 1, GOOD: 2}
    return sorted(found, key=lambda finding: order[finding.level])


def _verdict(is_good: bool, code: str, good: str, problem: str, level: str = BAD) -> Finding:
    return Finding(GOOD, code, good) if is_good else Finding(level, code, problem)


def _people(instance: Instance) -> Iterator[Finding]:
    from django.contrib.auth import get_user_model

    is_there = get_user_model().objects.filter(is_demo=True, is_active=True).exists()
    yield _verdict(
        not is_there,
        "demo_people",
        pick("Tidak ada orang percontohan.", "No demo people."),
        pick(
            "Ada orang percontohan; sandi mereka diketahui umum.",
            "Demo people are present; their passwords are public.",
        ),
    )


def _settings(instance: Instance) -> Iterator[Finding]:
    yield _verdict(
        not settings.DEBUG,
        "debug",
        pick("Mode penyidikan mati.", "Debug mode is off."),
        pick("TANGGAP_DEBUG=1: halaman galat membuka rahasia.", "TANGGAP_DEBUG=1 shows secrets."),
    )
    yield _verdict(
        settings.SITE_URL.startswith("https://"),
        "tls",
        pick("Alamat memakai https.", "The address uses https."),
        pick(
            "TANGGAP_SITE_URL bukan https: sandi dan laporan lewat terbuka.",
            "TANGGAP_SITE_URL is not https: passwords and reports travel in the open.",
        ),
    )
    yield _verdict(
        "*" not in settings.ALLOWED_HOSTS,
        "hosts",
        pick("Nama situs dibatasi.", "Host names are limited."),
        pick("TANGGAP_ALLOWED_HOSTS menerima nama apa pun.", "TANGGAP_ALLOWED_HOSTS takes any."),
    )
    yield _verdict(
        bool(os.environ.get("TANGGAP_SMTP_HOST")),
        "mail",
        pick("E-mail dikirim lewat servermu.", "E-mail goes through your server."),
        pick(
            "TANGGAP_SMTP_HOST kosong: e-mail hanya ditulis ke data/outbox.",
            "TANGGAP_SMTP_HOST is empty: e-mail is only written to data/outbox.",
        ),
        WARN,
    )


def _secrets(instance: Instance) -> Iterator[Finding]:
    folder = instance.data / "secrets"
    loose = [p.name for p in folder.glob("*") if stat.S_IMODE(p.stat().st_mode) & 0o077]
    yield _verdict(
        not loose,
        "secrets",
        pick("Rahasia hanya terbaca oleh pemiliknya.", "Secrets are readable by their owner only."),
        pick(f"Terbaca orang lain: {loose}", f"Readable by others: {loose}")
        + f" (chmod 600 {folder}/*)",
    )


def _server(instance: Instance) -> Iterator[Finding]:
    number = connection.pg_version  # type: ignore[attr-defined]
    major, minor = divmod(number, 10_000)
    floor = FLOOR.get(major, 0)
    yield _verdict(
        minor >= floor,
        "postgres_version",
        f"PostgreSQL {major}.{minor}.",
        pick(
            f"PostgreSQL {major}.{minor} punya celah yang sudah ditutup di {major}.{floor}.",
            f"PostgreSQL {major}.{minor} has holes that {major}.{floor} closed.",
        ),
    )
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _is_off(name)]
    yield _verdict(
        not off,
        "durable",
        pick("Yang diakui tersimpan tahan listrik padam.", "What is acknowledged is on disk."),
        pick(
            f"Mati: {', '.join(off)}; data bisa hilang.",
            f"Off: {', '.join(off)}; data can be lost.",
        ),
    )


def _is_off(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return bool(cursor.fetchone()[0] == "off")


def _embedded(instance: Instance) -> Iterator[Finding]:
    if not instance.is_embedded:
        return
    cluster = instance.cluster()
    yield _verdict(
        cluster.binaries.origin != WHEEL,
        "wheel",
        pick("PostgreSQL dari distribusi.", "PostgreSQL comes from the distribution."),
        pick(
            "PostgreSQL dari paket Python: cukup untuk percobaan dan kantor kecil, tetapi "
            "tambalan keamanannya bergantung pada satu orang.",
            "PostgreSQL comes from a Python package: fine for trials and small offices, but its "
            "security fixes depend on one person.",
        ),
        WARN,
    )
    yield _verdict(
        cluster.account.name != "nobody",
        "account",
        pick(
            f"PostgreSQL berjalan sebagai {cluster.account.name}.",
            f"PostgreSQL runs as {cluster.account.name}.",
        ),
        pick(
            "PostgreSQL berjalan sebagai nobody, milik bersama program lain "
            "(useradd --system tanggap).",
            "PostgreSQL runs as nobody, shared with other programs (useradd --system tanggap).",
        ),
        WARN,
    )


def _user(instance: Instance) -> Iterator[Finding]:
    yield _verdict(
        os.geteuid() != 0,
        "root",
        pick("Tanggap tidak berjalan sebagai root.", "Tanggap doesn't run as root."),
        pick(
            "Tanggap berjalan sebagai root; pakai pengguna biasa (docs/deploy.md).",
            "Tanggap runs as root; use an ordinary user (docs/deploy.md).",
        ),
        WARN,
    )


def _schema(instance: Instance) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield _verdict(
        not missing,
        "migrations",
        pick("Basis data sesuai versi ini.", "The database fits this version."),
        pick(f"{len(missing)} migrasi belum jalan.", f"{len(missing)} migrations are missing.")
        + " (tanggap prepare)",
    )


def _backups(instance: Instance) -> Iterator[Finding]:
    newest = backup.newest(instance.data)
    is_fresh = newest is not None and timezone.now() - newest < BACKUP_AGE
    yield _verdict(
        is_fresh,
        "backup",
        pick(
            f"Cadangan terakhir {newest:%Y-%m-%d %H:%M} UTC.",
            f"Last backup {newest:%Y-%m-%d %H:%M} UTC.",
        )
        if newest
        else "",
        pick(
            "Tidak ada cadangan dari dua hari terakhir (tanggap backup).",
            "No backup of the last two days (tanggap backup).",
        ),
        WARN,
    )


def _disk(instance: Instance) -> Iterator[Finding]:
    usage = shutil.disk_usage(instance.data)
    share = usage.free / usage.total
    yield _verdict(
        share > DISK_FREE,
        "disk",
        pick(f"{share:.0%} disk kosong.", f"{share:.0%} of the disk is free."),
        pick(f"Tinggal {share:.0%} disk kosong.", f"Only {share:.0%} of the disk is free."),
    )


def _queue(instance: Instance) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        beat = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        failed = cursor.fetchone()[0]
    yield _verdict(
        beat is not None and timezone.now() - beat < HEARTBEAT,
        "worker",
        pick("Pekerja hidup.", "The worker is alive."),
        pick("Tidak ada pekerja yang hidup (tanggap up).", "No worker is alive (tanggap up)."),
        WARN,
    )
    yield _verdict(
        failed == 0,
        "jobs",
        pick("Tidak ada tugas gagal.", "No job has failed."),
        pick(f"{failed} tugas gagal.", f"{failed} jobs have failed."),
        WARN,
    )


LANES = {
    Lane.ALARM: ("Alarm", "Alarms"),
    Lane.MAIL: ("E-mail", "E-mail"),
    Lane.PEOPLE: ("Yang ditunggu orang", "What people wait for"),
    Lane.BACKGROUND: ("Latar belakang", "Background"),
}
# So long a job of the lane may wait, in seconds.
PATIENCE = {Lane.ALARM: 60, Lane.MAIL: 600, Lane.PEOPLE: 120, Lane.BACKGROUND: 1800}


def _lanes(instance: Instance) -> Iterator[Finding]:
    for lane, (count, age) in jobs.depths().items():
        name = pick(*LANES[lane])
        waits = pick(
            f"{count} tugas menunggu, yang tertua {age:.0f} detik",
            f"{count} jobs wait, the oldest for {age:.0f} s",
        )
        yield _verdict(
            age < PATIENCE[lane],
            f"lane_{lane}",
            f"{name}: {waits}."
            if count
            else f"{name}: {pick('antrean kosong.', 'nothing waits.')}",
            f"{name}: {waits}; {pick('pekerja tertinggal.', 'the worker is behind.')}",
            WARN,
        )


def _marks(instance: Instance) -> Iterator[Finding]:
    behind, failing = marks.behind()
    minutes = behind / 60
    yield _verdict(
        behind < BEHIND.total_seconds(),
        "behind",
        pick("Halaman publik dan pesan tidak tertinggal.", "Public pages and messages keep up."),
        pick(
            f"Halaman publik atau pesan tertinggal {minutes:.0f} menit (log pekerja).",
            f"Public pages or messages are {minutes:.0f} minutes behind (the worker's log).",
        ),
        WARN,
    )
    yield _verdict(
        failing == 0,
        "failing",
        pick("Tidak ada yang gagal berulang kali.", "Nothing fails again and again."),
        pick(
            f"{failing} laporan atau pesan gagal berulang kali; terus dicoba (tabel lib_mark).",
            f"{failing} reports or messages fail again and again; still tried (table lib_mark).",
        ),
        WARN,
    )


def _channels(instance: Instance) -> Iterator[Finding]:
    from tanggap.ops import channels

    for is_good, code, text in channels.lines():
        yield _verdict(is_good, code, text, text, WARN)


def _clock(instance: Instance) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs((timezone.now() - cursor.fetchone()[0]).total_seconds())
    yield _verdict(
        skew < 5,
        "clock",
        pick("Jam basis data cocok.", "The database's clock agrees."),
        pick(f"Jam basis data selisih {skew:.0f} detik.", f"The clocks differ by {skew:.0f} s."),
    )


CHECKS: tuple[Callable[[Instance], Iterable[Finding]], ...] = (
    _people,
    _settings,
    _secrets,
    _server,
    _embedded,
    _user,
    _schema,
    _backups,
    _disk,
    _queue,
    _lanes,
    _marks,
    _channels,
    _clock,
)
