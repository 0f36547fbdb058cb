"""DUO: its notices about somebody, and the messages that the municipality owes it."""
