"""Commands that need no database, as a shell starts them: a process that knows nothing yet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ops.test_pack import JAKARTA, change


def tanggap(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tanggap", *arguments],
        cwd=JAKARTA.parents[1],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "en_US.UTF-8"},
        capture_output=True,
        text=True,
    )


def test_a_sound_pack_is_called_sound(tmp_path: Path) -> None:
    done = tanggap("pack", "check", str(JAKARTA), home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "sound" in done.stdout


def test_a_mistake_is_said_with_file_and_line(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(JAKARTA, tmp_path / "pack"))
    line = change(folder, "channels.csv", "jaki,1,Aplikasi JAKI", "jaki,one,Aplikasi JAKI")
    done = tanggap("pack", "check", str(folder), home=tmp_path)
    assert done.returncode == 1
    assert f"channels.csv:{line}:" in done.stdout


@pytest.mark.parametrize("command", ["up", "demo", "pack", "doctor", "backup", "restore", "places"])
def test_every_command_says_what_it_takes(command: str, tmp_path: Path) -> None:
    done = tanggap(command, "--help", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert command in done.stdout
