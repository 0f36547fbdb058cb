"""Spreadsheets and csv files that people upload, as rows: checked before they are opened, in whatever encoding."""
