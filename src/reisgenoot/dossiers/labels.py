"""Words on the screen for the codes that definitions use: kinds of task, and who does it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text

KINDS = {
    "legal": _("Procedure and law"),
    "home": _("Home"),
    "income": _("Income"),
    "health": _("Health"),
    "education": _("School and education"),
    "integration": _("Civic integration"),
    "family": _("Family"),
    "participation": _("Taking part"),
    "guidance": _("Guidance"),
}
OWNERS = {
    "ind": _("IND"),
    "coa": _("COA"),
    "gza": _("GZA"),
    "municipality": _("Municipality"),
    "guide": _("Guide"),
    "volunteer": _("Volunteer"),
    "legal_aid": _("Legal aid"),
    "newcomer": _("The person"),
    "housing_association": _("Housing association"),
}
LOG_PARTS: Mapping[str, Text] = {
    "": "",
    "dossier": _("the dossier"),
    "worklist": _("the worklist"),
    "plan": _("the plan"),
    "facts": _("facts"),
    "note": _("a contact note"),
    "document": _("a document"),
    "worker": _("the worker"),
    "involvement": _("who is involved"),
    "opened": _("opened the dossier"),
    "household": _("the household"),
    "names": _("names and numbers"),
    "search": _("searching"),
    "log": _("who looked"),
    "import": _("an import"),
    "import undone": _("undoing an import"),
    "emergency": _("emergency access"),
    "answer": _("answered a question"),
    "consent": _("a consent"),
    "consent given": _("gave a consent"),
    "consent withdrawn": _("withdrew a consent"),
    "request": _("a request of the person"),
    "hold": _("suspending the erasure"),
    "limitation": _("limiting the use"),
    "keeping": _("what is kept until when"),
    "archive": _("the archive for the person"),
    "erased": _("erasing"),
}
