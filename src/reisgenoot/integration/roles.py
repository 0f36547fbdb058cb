"""Who does what of civic integration. The same stands as policies in ``sql``; here it gives a clear answer."""

from reisgenoot.access.municipal import is_municipal, require_municipal

__all__ = ["is_municipal", "require_municipal"]
