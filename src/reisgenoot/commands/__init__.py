"""The commands of `reisgenoot`, one module each."""
