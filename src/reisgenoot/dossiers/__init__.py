"""Dossiers: facts that are only appended, the stored plan that follows from them, notes and documents."""
