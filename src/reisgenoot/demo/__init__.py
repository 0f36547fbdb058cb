"""The demo: some 150 invented households over all phases, the same on every machine, with today as its today."""
