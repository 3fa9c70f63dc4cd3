"""Starts and guards processes: the embedded PostgreSQL and the tree of `tanggap up`.

Nothing here knows Django: the supervisor must stay small and must be able to say what is wrong
when nothing else works.
"""
