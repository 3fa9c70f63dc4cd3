"""The rail of the desk's pages, which it shares with other staff pages."""

from tanggap.web.staff.shell import shell

__all__ = ["shell"]
