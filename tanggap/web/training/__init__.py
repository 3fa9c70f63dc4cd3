"""Only on the training instance: what to try, how far one is, and the mails that nobody got."""
