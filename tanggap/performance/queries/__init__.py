"""Reads for the screens: the list of a month, one office's card, the reports behind a number."""
