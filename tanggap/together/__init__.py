"""What residents do together: support, follow, say something, hear of what happens near them."""
