"""Pages on the way to a home."""
