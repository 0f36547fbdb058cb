"""Sentences about a file as a whole, and why two rows may be one person, in Dutch and English."""

from reisgenoot.exchange.caseload.duplicates import Duplicate

NOTES: dict[str, dict[str, str]] = {
    "row_blank": {
        "nl": "Rij {row} is overgeslagen: er staat niets in.",
        "en": "Row {row} was left out: nothing in it.",
    },
    "row_remark": {
        "nl": "Rij {row} is overgeslagen: het lijkt een losse opmerking (‘{text}’).",
        "en": "Row {row} was left out: it looks like a remark (‘{text}’).",
    },
    "row_total": {
        "nl": "Rij {row} is overgeslagen: het lijkt een telling (‘{text}’).",
        "en": "Row {row} was left out: it looks like a total (‘{text}’).",
    },
    "row_header_again": {
        "nl": "Rij {row} is overgeslagen: daar staan de kolomnamen opnieuw.",
        "en": "Row {row} was left out: the column names stand there again.",
    },
    "birth_expected": {
        "nl": "Rij {row}, kolom ‘{column}’: {born} is nog niet geweest; gelezen als een kind dat "
        "verwacht wordt.",
        "en": "Row {row}, column ‘{column}’: {born} has not been yet; read as a child that is expected.",
    },
    "columns_unknown": {
        "nl": "Niet herkende kolommen: {columns}. Wijs ze met de hand aan als ze nodig zijn.",
        "en": "Columns not recognised: {columns}. Map them by hand if they are needed.",
    },
    "columns_ambiguous": {
        "nl": "Kolommen met dezelfde betekenis als een andere, niet gebruikt: {columns}.",
        "en": "Columns that mean the same as another one, not used: {columns}.",
    },
    "sheets_left_out": {
        "nl": "Tabblad ‘{sheet}’ is gelezen; niet gelezen: {others}.",
        "en": "Sheet ‘{sheet}’ was read; not read: {others}.",
    },
    "merged_cells": {
        "nl": "Er zijn samengevoegde cellen. Wat naar beneden is samengevoegd telt voor elke rij; wat "
        "onduidelijk is, wordt "
        "per rij gemeld.",
        "en": "There are merged cells. What is merged downwards counts for each row; what is unclear is "
        "reported per row.",
    },
    "letters_lost": {
        "nl": "In {count} namen staan vraagtekens waar letters stonden (rijen {rows}): het bestand is "
        "bewaard in een codering "
        "zonder die letters. Lees liever het xlsx-bestand in, of bewaar als ‘CSV UTF-8’.",
        "en": "In {count} names question marks stand where letters were (rows {rows}): the file was "
        "saved in an encoding "
        "without those letters. Import the xlsx file instead, or save it as ‘CSV UTF-8’.",
    },
    "letters_garbled": {
        "nl": "In {count} namen staan vreemde tekens (rijen {rows}): het bestand is in een verkeerde "
        "codering bewaard.",
        "en": "In {count} names there are strange characters (rows {rows}): the file was saved in a "
        "wrong encoding.",
    },
}
FIELD_NAMES: dict[str, dict[str, str]] = {
    "v_number": {"nl": "V-nummer", "en": "V-number"},
    "bsn": {"nl": "BSN", "en": "BSN"},
    "name": {"nl": "naam", "en": "name"},
    "household": {"nl": "gezin", "en": "household"},
    "arrived": {"nl": "datum aanmelding", "en": "application date"},
    "phone": {"nl": "telefoon", "en": "phone"},
    "email": {"nl": "e-mail", "en": "e-mail"},
    "postcode": {"nl": "postcode", "en": "postcode"},
    "permit_on": {"nl": "datum vergunning", "en": "permit date"},
    "moved_in": {"nl": "datum huisvesting", "en": "housing date"},
    "sex": {"nl": "geslacht", "en": "sex"},
    "nationality": {"nl": "nationaliteit", "en": "nationality"},
}
_BIRTH: dict[str, dict[str, str]] = {
    "born_same": {"nl": "geboortedatum gelijk", "en": "birth date the same"},
    "born_same_guessed": {
        "nl": "geboortedatum gelijk, maar geschat",
        "en": "birth date the same, but guessed",
    },
    "born_swapped": {"nl": "dag en maand van geboorte verwisseld", "en": "day and month of birth swapped"},
    "born_guessed": {
        "nl": "geboortejaar gelijk, een van beide datums geschat",
        "en": "birth year the same, one date guessed",
    },
    "born_one_digit": {"nl": "geboortedatum één cijfer anders", "en": "birth date differs in one digit"},
    "born_unknown": {"nl": "geboortedatum niet van beide bekend", "en": "birth date not known of both"},
    "born_other": {"nl": "geboortedatum verschilt", "en": "birth date differs"},
}
_WORDS = {
    "nl": {
        "spelling": "naam in een andere spelling",
        "same": "{fields} gelijk",
        "differs": "verschilt: {fields}",
    },
    "en": {
        "spelling": "name in another spelling",
        "same": "{fields} the same",
        "differs": "differs: {fields}",
    },
}


def note_text(code: str, language: str, **values: object) -> str:
    """The sentence of a note."""
    return NOTES[code][language].format(**values)


def duplicate_reason(found: Duplicate, language: str) -> str:
    """Why two rows may be one person: `naam in een andere spelling; geboortedatum gelijk; gezin gelijk`."""
    words = _WORDS[language]
    parts = [words["spelling"]] if found.names_differ_in_spelling else []
    parts.append(_BIRTH[found.birth][language])
    agrees = [name for name in found.agrees if not (name == "name" and found.names_differ_in_spelling)]
    if agrees:
        parts.append(words["same"].format(fields=", ".join(FIELD_NAMES[name][language] for name in agrees)))
    if found.differs:
        parts.append(
            words["differs"].format(fields=", ".join(FIELD_NAMES[name][language] for name in found.differs))
        )
    return "; ".join(parts)
