"""Pages: what a browser asks is parsed, answered by actions and queries, and rendered."""
