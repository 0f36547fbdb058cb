"""Template tags about who may log in."""
