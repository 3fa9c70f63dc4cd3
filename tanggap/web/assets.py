"""From the name of a built file to the address under which it is served."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static


def url(name: str) -> str:
    """The address of a file of assets/dist, hashed name and all.

    Without a build the plain name is returned: the page then works unstyled, as it does for
    a browser that got the page and not the style sheet.
    """
    return _address(hashed(name))


def hashed(name: str) -> str:
    """The name of the built file: `app-3WVC7RHR.css` for `app.css`."""
    return _manifest().get(name, name)


@lru_cache(maxsize=256)
def _address(file: str) -> str:
    return static(f"dist/{file}")


def is_built() -> bool:
    """Whether `node build.mjs` has run; asked by the check of the instance."""
    return bool(_manifest())


def _manifest() -> dict[str, str]:
    """The names of the build.

    A server lists its static files when it starts, so it stays with the names of that moment
    too: a build made meanwhile is served after a restart. In debug both follow at once.
    """
    return _find() if settings.DEBUG else _at_start()


@lru_cache(maxsize=1)
def _at_start() -> dict[str, str]:
    return _find()


def _find() -> dict[str, str]:
    path = finders.find("dist/manifest.json")
    if not isinstance(path, str):
        return {}
    # The file is swapped whole by a build, so its change time names its contents.
    return _read(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: str, changed_at: int) -> dict[str, str]:
    with open(path, encoding="utf-8") as file:
        names: dict[str, str] = json.load(file)
    return names
