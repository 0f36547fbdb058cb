"""Persons, their names and numbers, and the households they live in."""
