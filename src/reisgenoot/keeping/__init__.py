"""How long what is kept, its erasure, and what the person may ask of it: see, correct, take along, limit, erase."""
