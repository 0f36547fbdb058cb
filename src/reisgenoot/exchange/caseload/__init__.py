"""A caseload as coordinators keep it in a spreadsheet: read, checked, compared. Pure Python, no Django."""
