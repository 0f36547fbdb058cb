"""What the actions share: finding a request through the wall."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused

from ..models import Request


def open_request(request_id: int) -> Request:
    """A request that waits for an answer, locked. Raises NotFound, and Refused if it was answered already."""
    found = Request.objects.select_for_update().filter(pk=request_id).first()
    if found is None or found.dossier_id is None:
        raise NotFound(_("There is no such request, or you have no access to it."))
    if found.state != Request.State.OPEN:
        raise Refused({"state": _("This request was answered already.")})
    return found
