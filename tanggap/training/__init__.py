"""What people try on the training instance, and whether they did. Nothing here writes."""
