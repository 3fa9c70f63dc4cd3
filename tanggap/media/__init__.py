"""Photographs and documents: cleaned, kept by content, served safely.

Writers call `tanggap.media.actions`; addresses are in `paths`, refusals in `refusals`.
"""

from tanggap.media.refusals import Refused

__all__ = ["Refused"]
