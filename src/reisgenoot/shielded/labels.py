"""Words on the screen for the codes in shielded dossiers."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text

SAFETY = "safety"
CATEGORIES: Mapping[str, Text] = {
    "contact": _("contact"),
    "health": _("health"),
    "legal": _("procedure and law"),
    "family": _("family"),
    "education": _("school and education"),
    "money": _("money and food"),
}
DANGERS: Mapping[str, Text] = {
    "trafficking": _("human trafficking"),
    "forced_marriage": _("forced marriage"),
    "orientation": _("sexual orientation or gender"),
    "faith": _("faith"),
    "politics": _("politics"),
}
SHELTER_KINDS: Mapping[str, Text] = {"bbb": _("bed, bath, bread"), "lvv": _("LVV")}
LVV_CITIES = ("Amsterdam", "Eindhoven", "Groningen", "Rotterdam", "Utrecht")
PARTS: Mapping[str, Text] = {
    "dossier": _("the dossier"),
    "list": _("a list"),
    "opened": _("opened the dossier"),
    "facts": _("facts"),
    "note": _("a note"),
    "safety": _("a note about safety"),
    "partners": _("partners who help"),
    "stays": _("stays"),
    "about": _("names and worker"),
    "family": _("family"),
    "log": _("who looked"),
    "export": _("the whole dossier"),
    "regular": _("made a regular dossier"),
    "erased": _("erased"),
}
