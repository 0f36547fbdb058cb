"""Arriving in the municipality: a household's checklist, its arranging day, and furnishing the home on a budget."""
