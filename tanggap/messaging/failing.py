"""How a message fails on its way."""

from __future__ import annotations


class SendFailed(Exception):
    """A message could not be sent; `permanent` when trying again can't help.

    The reason is ours: what a server said may repeat an address, and our tables and logs must not.
    """

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent
