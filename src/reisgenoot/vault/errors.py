"""Why a vault stays shut. None of the texts says anything about what is inside."""


class VaultShut(Exception):
    """The vault of an organisation cannot be opened; the text says why in one sentence, without any content."""


class KeyMissing(VaultShut):
    """There is no key for the organisation, or what should be one is none."""


class KeyWrong(VaultShut):
    """There is a key, and it is not that of this vault."""


class Tampered(VaultShut):
    """What stands in the database is not what was put there, or not in its place."""
