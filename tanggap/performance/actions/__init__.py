"""The only writer of score cards."""

from tanggap.performance.actions.computing import recompute, recompute_recent

__all__ = ["recompute", "recompute_recent"]
