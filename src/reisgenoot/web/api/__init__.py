"""What every part of the API shares: where it is, how it says what went wrong, and how values look in JSON.

It knows no domain: an app has its resources in an ``api`` room of its own, and ``config.api`` puts them together.
"""

VERSION = "1.0.0"
"""Semantic versioning; the first number stands in the address."""
PATH = "/api/v1/"


def is_call(path: str) -> bool:
    """Whether this address is the API's."""
    return path.startswith(PATH)
