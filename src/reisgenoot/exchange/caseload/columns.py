"""Which column holds what: recognised by its name in Dutch or English, or mapped by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from reisgenoot.core.sheets.cells import plain
from reisgenoot.core.sheets.errors import SheetError

IGNORE = ""  # a column mapped to this is left out on purpose

# field: names in Dutch and English, written as `plain` leaves them. The order is that of the mapping form.
ALIASES: dict[str, str] = {
    "v_number": "v nummer|vnummer|v nr|vnr|vreemdelingennummer|vreemdelingnummer|ind nummer|v number|"
    "alien number",
    "bsn": "bsn|bsn nummer|burgerservicenummer|sofinummer|citizen service number|bsn number",
    "family_name": "achternaam|familienaam|geslachtsnaam|naam achter|last name|surname|family name|lastname",
    "given_names": "voornaam|voornamen|roepnaam|naam voor|first name|first names|given name|given names|"
    "firstname",
    "full_name": "naam|volledige naam|naam client|naam inburgeraar|naam statushouder|name|full name|"
    "client name",
    "born": "geboortedatum|geb datum|gebdatum|geboorte datum|geb dat|geboren|geboren op|gebdat|date of "
    "birth|birth date|"
    "birthdate|dob|born|born on|birthday",
    "sex": "geslacht|m v|m v x|man vrouw|sekse|gender|sex|m f|m f x",
    "nationality": "nationaliteit|nat|land van herkomst|herkomst|herkomstland|land|nationality|country "
    "of origin|country|"
    "citizenship",
    "languages": "taal|talen|moedertaal|spreektaal|voertaal|language|languages|mother tongue|native "
    "language|spoken language",
    "household": "gezinsnr|gezinsnummer|gezin|gezin nr|huishouden|huishoudnummer|huishoudnr|"
    "dossiernummer gezin|household|"
    "household number|household no|household nr|household id|family number|family no|family id|family nr",
    "household_role": "relatie|rol|gezinsrol|rol in gezin|rol gezin|relatie tot hoofdpersoon|"
    "gezinsrelatie|relation|"
    "relationship|role|household role|role in household|family role|relation to head",
    "arrived": "datum aanmelding|aanmelddatum|aanmelding|aangemeld|aangemeld op|datum asielaanvraag|"
    "asielaanvraag|"
    "datum aanvraag|aanvraagdatum|dag 1|datum aankomst|aankomst|aankomstdatum|arrived|arrival|arrival "
    "date|date of arrival|"
    "application|application date|date of application|asylum application|date of asylum application|"
    "asylum application date|registered|registration date|date of registration|applied|applied on|date "
    "applied",
    "decision": "beschikking|besluit|beslissing|uitkomst|decision|outcome|ruling|asylum decision",
    "permit_on": "datum vergunning|vergunning|vergunningsdatum|vergunningdatum|datum "
    "verblijfsvergunning|verblijfsvergunning|"
    "datum beschikking|datum status|statusdatum|status sinds|vergunning verleend|ingangsdatum "
    "vergunning|permit date|"
    "date of permit|permit|permit granted|permit granted on|date permit granted|permit on|status "
    "granted|decision date|"
    "date of decision|residence permit|residence permit date",
    "linked": "datum koppeling|koppeling|koppeldatum|gekoppeld|gekoppeld op|linked|linked on|link date|"
    "date linked|"
    "date of link|date of linking|linking date|linked to municipality|matched to municipality",
    "municipality": "gemeente|koppelgemeente|woongemeente|vestigingsgemeente|municipality|town|city council",
    "moved_in": "datum huisvesting|huisvesting|huisvestingsdatum|gehuisvest|gehuisvest op|datum "
    "verhuizing|verhuisdatum|"
    "ingangsdatum huur|start huur|sleuteloverdracht|woning|moved in|moved in on|move in date|housing "
    "date|date of housing|"
    "date housed|housed|housed on|date moved in|date of moving in|moving date|home|home date|date of "
    "home|lease start",
    "postcode": "postcode|pc|post code|postal code|zip|zip code|zipcode",
    "place": "plaats|woonplaats|place|city|place of residence",
    "street": "adres|straat|straat en huisnummer|straatnaam|address|street|street and number",
    "phone": "telefoon|telefoonnummer|tel|tel nr|telnr|mobiel|mobiele nummer|06|phone|phone number|"
    "telephone|mobile",
    "email": "e mail|email|mail|e mailadres|emailadres|mailadres|email address|e mail address",
    "brp_registered": "inschrijving brp|brp|brp inschrijving|datum brp|ingeschreven brp|inschrijfdatum "
    "brp|datum inschrijving|"
    "datum inschrijving brp|inschrijving|gba|brp registration|brp registered|brp date|date of brp "
    "registration|"
    "registered in brp|registration in brp|municipal registration|registration brp",
    "intake_completed": "brede intake|intake|datum intake|datum brede intake|intake afgerond|broad "
    "intake|intake date|"
    "date of intake|intake completed|intake done|date of broad intake",
    "learnability_tested": "leerbaarheidstoets|datum leerbaarheidstoets|lbt|learnability test|"
    "learnability tested",
    "pip_set": "pip vastgesteld|pip|datum pip|pip datum|vaststelling pip|pip beschikking|dagtekening "
    "pip|pip set|pip date|"
    "date of pip|pip decision|pip set on|date pip set|pip adopted",
    "learning_route": "leerroute|route|inburgeringsroute|learning route|integration route|track|"
    "learning track",
    "duty_started": "inburgeringsplichtig sinds|start inburgeringsplicht|inburgeringsplicht|datum "
    "inburgeringsplicht|"
    "duty started|integration duty since",
    "duty_notified": "kennisgeving duo|datum kennisgeving duo|kennisgeving|melding duo|duo notification|"
    "duty notified",
    "worker": "begeleider|maatschappelijk begeleider|klantmanager|klantregisseur|regisseur|"
    "contactpersoon|consulent|"
    "casemanager|vrijwilliger|worker|guide|case manager|caseworker|case worker|supervisor|counsellor|"
    "contact person|mentor",
    "remarks": "opmerkingen|opmerking|bijzonderheden|notities|notitie|toelichting|aantekeningen|memo|"
    "remarks|remark|notes|"
    "note|comments|comment|particulars",
}
FIELDS = tuple(ALIASES)
DATE_FIELDS = (
    "born",
    "arrived",
    "permit_on",
    "linked",
    "moved_in",
    "brp_registered",
    "intake_completed",
    "learnability_tested",
    "pip_set",
    "duty_started",
    "duty_notified",
)
IDENTIFYING = frozenset({"v_number", "bsn", "family_name", "given_names", "full_name"})
_BY_NAME = {name: fieldname for fieldname, names in ALIASES.items() for name in names.split("|")}
_SHORTEST_FOR_TYPOS = 6


@dataclass(frozen=True)
class Columns:
    """Which index holds which field, and what was left over.

    `fields` maps a field to the index of its column; `unknown` and `ambiguous` are the indexes of columns
    that
    were not recognised, or lost to another column of the same meaning; `ignored` were left out by hand.
    """

    header: tuple[str, ...]
    fields: dict[str, int]
    unknown: tuple[int, ...] = ()
    ambiguous: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def name(self, fieldname: str) -> str:
        """The column's own name in the file, for messages."""
        return self.names.get(fieldname, fieldname)


def recognise(name: object) -> tuple[str, int] | None:
    """The field that a column name stands for, with 2 for a known name and 1 for one with a typing error.

    >>> recognise("Geboortedatum"), recognise("V-nummer"), recognise("achternaaam"), recognise("Schoenmaat")
    (('born', 2), ('v_number', 2), ('family_name', 1), None)
    """
    flat = plain(name)
    if not flat or len(flat) > 60:
        return None
    for candidate in (flat, flat.replace(" ", ""), re.sub(r"^(de|het|the|datum van|kolom) ", "", flat)):
        if candidate in _BY_NAME:
            return _BY_NAME[candidate], 2
    if len(flat) < _SHORTEST_FOR_TYPOS:
        return None
    close = {
        fieldname
        for known, fieldname in _BY_NAME.items()
        if len(known) >= _SHORTEST_FOR_TYPOS and DamerauLevenshtein.distance(flat, known, score_cutoff=1) <= 1
    }
    return (close.pop(), 1) if len(close) == 1 else None


def find_columns(header: Sequence[object], mapping: Mapping[str, str] | None = None) -> Columns:
    """The columns of a header row; `mapping` (column name → field, or "" to leave out) goes before
    recognition.

    Raises SheetError `unknown_field` where the mapping names a field that does not exist.
    """
    names = tuple(str(cell).strip() if cell is not None else "" for cell in header)
    by_hand = {plain(column): (column, fieldname) for column, fieldname in (mapping or {}).items()}
    found: dict[str, tuple[int, int]] = {}
    unknown: list[int] = []
    ambiguous: list[int] = []
    ignored: list[int] = []
    for index, name in enumerate(names):
        if not name:
            continue
        hit = _hit(name, by_hand)
        if hit is None:
            unknown.append(index)
        elif hit[0] == IGNORE:
            ignored.append(index)
        elif hit[0] not in found:
            found[hit[0]] = (index, hit[1])
        elif hit[1] > found[hit[0]][1]:
            ambiguous.append(found[hit[0]][0])
            found[hit[0]] = (index, hit[1])
        else:
            ambiguous.append(index)
    fields = {fieldname: index for fieldname, (index, _) in found.items()}
    return Columns(
        names,
        fields,
        tuple(unknown),
        tuple(sorted(ambiguous)),
        tuple(ignored),
        {fieldname: names[index] for fieldname, index in fields.items()},
    )


def _hit(name: str, by_hand: Mapping[str, tuple[str, str]]) -> tuple[str, int] | None:
    mapped = by_hand.get(plain(name))
    if mapped is None:
        return recognise(name)
    column, fieldname = mapped
    if fieldname != IGNORE and fieldname not in ALIASES:
        raise SheetError("unknown_field", column=column, field=fieldname)
    return fieldname, 3


def header_score(cells: Sequence[object], mapping: Mapping[str, str] | None = None) -> int:
    """How many fields a row names; 0 if it can't be a header: nobody to identify, or fewer than two
    fields.
    """
    columns = find_columns([cell if isinstance(cell, str) else "" for cell in cells], mapping)
    if len(columns.fields) < 2 or not IDENTIFYING & columns.fields.keys():
        return 0
    return len(columns.fields)
