"""The pages of worklist, people and dossiers."""
