"""The end of guidance: what was bought, what somebody can do alone, closing, and what stays with whom."""
