"""The desk of an organisation: walk-in hours, referral to other organisations, and the map of these."""
