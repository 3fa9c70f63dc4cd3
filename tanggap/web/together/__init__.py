"""What residents do on public pages: support, follow, comment, subscribe; and reading comments."""
