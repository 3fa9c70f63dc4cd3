"""Where the training instance lives, and what keeps it apart from the real one. No Django."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tanggap.launch.cluster import AlreadyOwned
from tanggap.launch.instance import Instance

# A file in the data folder: whoever starts or empties it asks for it.
MARK = "TRAINING"
_TEXT = "This folder belongs to `tanggap training`; `tanggap training reset` empties it.\n"
_LEFT = frozenset({MARK, "log"})
# Of the real instance: its database, its secrets, its way out into the world.
_PRIVATE = ("DATABASE_URL", "TANGGAP_SECRET_", "TANGGAP_SMTP_", "TANGGAP_EMAIL_", "TANGGAP_DEMO")


class Mixed(Exception):
    """The training instance and the real one would share something; the message says what."""


def is_marked(folder: Path) -> bool:
    """Whether the data folder is one of the training instance."""
    return (folder / MARK).is_file()


def environment(env: Mapping[str, str], *, default: Path) -> dict[str, str]:
    """The environment of the training instance, out of that of the real one. Raises Mixed."""
    real = Path(env.get("TANGGAP_DATA") or default / "data").resolve()
    own = Path(env.get("TANGGAP_TRAINING_DATA") or default / "training").resolve()
    port = env.get("TANGGAP_TRAINING_PORT") or "8090"
    if own == real or own in real.parents or real in own.parents:
        raise Mixed(f"{own} is, holds or lies in the real instance's data folder {real}.")
    if port == (env.get("TANGGAP_PORT") or "8000"):
        raise Mixed(f"Port {port} is the real instance's. Set TANGGAP_TRAINING_PORT to another.")
    kept = {name: value for name, value in env.items() if not name.startswith(_PRIVATE)}
    return kept | {
        "TANGGAP_TRAINING": "1",
        "TANGGAP_DATA": str(own),
        "TANGGAP_PORT": port,
        "TANGGAP_SITE_URL": env.get("TANGGAP_TRAINING_SITE_URL") or f"http://localhost:{port}",
    }


def claim(folder: Path) -> None:
    """Make the folder the training instance's. Raises Mixed where it holds something else."""
    if is_marked(folder):
        return
    if folder.is_dir() and any(folder.iterdir()):
        raise Mixed(f"{folder} is not empty and is no folder of `tanggap training`.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / MARK).write_text(_TEXT)


def refuse_training(folder: Path) -> None:
    """The real instance never runs on a training folder. Raises Mixed."""
    if is_marked(folder) and os.environ.get("TANGGAP_TRAINING") != "1":
        raise Mixed(f"{folder} is the training instance's: start it with `tanggap training up`.")


def empty(instance: Instance) -> None:
    """Take away everything in the folder. Raises Mixed for any other folder, and while it runs."""
    if not is_marked(instance.data):
        raise Mixed(f"{instance.data} is no folder of `tanggap training`; nothing was removed.")
    cluster = instance.cluster()
    try:
        cluster.own()
    except AlreadyOwned:
        raise Mixed("The training instance is running. Stop it first (Ctrl-C).") from None
    try:
        for entry in instance.data.iterdir():
            if entry.name not in _LEFT:
                _remove(entry)
    finally:
        cluster.release()


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()
