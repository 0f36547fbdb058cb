"""The pages of shielded dossiers."""
