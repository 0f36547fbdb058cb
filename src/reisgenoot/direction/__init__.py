"""The desk of a municipal case director: which terms run for whom, what the coming weeks ask, and how a town stands."""
