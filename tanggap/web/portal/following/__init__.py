"""What became of it: the reporter's own page, her news, and her last word."""
