"""What only one organisation may open: boxes of ciphertext that all look the same, and keys from outside the database.

Knows no domain: what a box holds is bytes. Why it is so: ``docs/decisions/0005-shielded-dossiers.md``.
"""
