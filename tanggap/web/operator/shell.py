"""The places of the operator's area, which the pages about people share."""

from tanggap.web.staff.operator_places import HOME, PLACES, Place, shell

__all__ = ["HOME", "PLACES", "Place", "shell"]
