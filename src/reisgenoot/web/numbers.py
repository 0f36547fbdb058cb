"""Numbers that come in as text: ids in addresses and forms."""


def number(text: str) -> int | None:
    """What was sent, such as the id of a row (most have nineteen digits); None for anything that no bigint holds."""
    sent = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return sent if sent is None or sent < 2**63 else None
