"""Staff who come and go by a list: read it, see what it would do, do it line by line."""
