"""The operator's area: how the institution is set up. It never shows a report's words."""
