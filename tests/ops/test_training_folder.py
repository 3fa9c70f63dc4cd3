"""The training instance and the real one never share a folder, a database, a port, a secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tanggap.launch.instance import Instance
from tanggap.ops import cli
from tanggap.ops.training import folder
from tests.database import ROOT

REAL = {
    "DATABASE_URL": "postgresql://city@db/tanggap",
    "TANGGAP_SECRET_DJANGO": "real",
    "TANGGAP_SECRET_IDENTITY": "real",
    "TANGGAP_SMTP_HOST": "mail.jakarta.go.id",
    "TANGGAP_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "TANGGAP_SITE_URL": "https://crm.jakarta.go.id",
    "PATH": "/bin",
}


def test_nothing_of_the_real_instance_goes_along(tmp_path: Path) -> None:
    own = folder.environment({**REAL, "TANGGAP_DATA": str(tmp_path / "data")}, default=tmp_path)
    assert "real" not in own.values() and "DATABASE_URL" not in own
    assert not any("SMTP" in name or "EMAIL" in name for name in own)
    assert own["TANGGAP_DATA"] == str(tmp_path / "training")
    assert own["TANGGAP_SITE_URL"] == "http://localhost:8090" and own["PATH"] == "/bin"


@pytest.mark.parametrize("where", ["data", "data/training", "."])
def test_a_shared_folder_is_refused(tmp_path: Path, where: str) -> None:
    env = {"TANGGAP_DATA": str(tmp_path / "data"), "TANGGAP_TRAINING_DATA": str(tmp_path / where)}
    with pytest.raises(folder.Mixed):
        folder.environment(env, default=tmp_path)


def test_a_link_to_the_real_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "training").symlink_to(tmp_path / "data")
    with pytest.raises(folder.Mixed):
        folder.environment({}, default=tmp_path)


def test_the_real_port_is_refused(tmp_path: Path) -> None:
    with pytest.raises(folder.Mixed):
        folder.environment({"TANGGAP_PORT": "8090"}, default=tmp_path)


def test_a_folder_with_something_in_it_is_not_claimed(tmp_path: Path) -> None:
    kept = tmp_path / "pg" / "data" / "base"
    kept.mkdir(parents=True)
    with pytest.raises(folder.Mixed):
        folder.claim(tmp_path)
    with pytest.raises(folder.Mixed):
        folder.empty(_at(tmp_path))
    assert kept.is_dir()


def _at(path: Path) -> Instance:
    return Instance(path, "", None, "127.0.0.1", 0, 1, 1)


def test_reset_empties_a_training_folder_that_is_not_running(tmp_path: Path) -> None:
    own = tmp_path / "training"
    folder.claim(own)
    folder.claim(own)  # a second start
    (own / "media").mkdir()
    (own / "media" / "photo").write_text("x")
    outside = tmp_path / "real"
    outside.mkdir()
    (own / "link").symlink_to(outside)
    running = _at(own).cluster()
    running.own()
    with pytest.raises(folder.Mixed):
        folder.empty(_at(own))
    running.release()
    folder.empty(_at(own))
    assert [entry.name for entry in own.iterdir()] == [folder.MARK] and outside.is_dir()


def test_the_real_instance_does_not_start_on_a_training_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.claim(tmp_path / "own")
    monkeypatch.setenv("TANGGAP_DATA", str(tmp_path / "own"))
    monkeypatch.delenv("TANGGAP_TRAINING", raising=False)
    for command in ("up", "prepare"):
        assert cli.main([command]) == 2
    assert "tanggap training up" in capsys.readouterr().err


@pytest.mark.parametrize(
    "env",
    [
        {"DATABASE_URL": "postgresql://city@db/tanggap"},
        {"DATABASE_URL": ""},  # its own folder, without a mark
    ],
)
def test_the_settings_refuse_a_real_database(tmp_path: Path, env: dict[str, str]) -> None:
    variables = {**os.environ, **env, "TANGGAP_TRAINING": "1", "TANGGAP_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "import tanggap.project.settings"],
        env=variables, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1 and "tanggap training up" in done.stderr


def test_a_training_instance_mails_nobody(tmp_path: Path) -> None:
    own = tmp_path / "training"
    folder.claim(own)
    variables = folder.environment({**os.environ, **REAL}, default=tmp_path)
    variables |= {"TANGGAP_EMAIL_BACKEND": "x", "TANGGAP_SMTP_HOST": "mail.jakarta.go.id"}
    done = subprocess.run(
        [sys.executable, "-c",
         "from tanggap.project import settings as s; print(s.EMAIL_BACKEND, s.EMAIL_FILE_PATH)"],
        env=variables, cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.split() == [
        "django.core.mail.backends.filebased.EmailBackend", str(own / "outbox"),
    ], done.stderr  # fmt: skip
