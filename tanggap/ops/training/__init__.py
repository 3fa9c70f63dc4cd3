"""The training instance: its own folder, database and reports; it can't reach the real ones."""
