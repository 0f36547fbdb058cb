"""Dossiers of people without status: sealed with the key of one helping organisation, absent for everyone else."""
