"""Template tags of closing."""
