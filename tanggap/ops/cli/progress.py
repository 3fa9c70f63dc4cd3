"""Progress on the terminal for long work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Advance = Callable[[int, int], None]


@contextmanager
def bar(text: str) -> Iterator[Advance]:
    """`with bar("Memuat") as advance: advance(done, total)`; without a terminal one line."""
    console = Console(stderr=True)
    columns = (
        TextColumn("[bold]{task.description}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    if not console.is_terminal:
        console.print(text)
        yield lambda done, total: None
        return
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(text, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


@contextmanager
def step(text: str) -> Iterator[None]:
    """A piece of work whose size is not known."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(text)
        yield
        return
    with console.status(text):
        yield
    console.print(f"[green]✓[/] {text}")
