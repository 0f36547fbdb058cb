"""From a permit to a key: linking to a municipality, its quota, asking for a home, viewing it, moving in."""
