"""Why a file as a whole cannot be read: one code and one clear sentence each, in Dutch and English."""

from collections.abc import Sequence

FILE_PROBLEMS: dict[str, dict[str, str]] = {
    "file_missing": {
        "nl": "Het bestand {name} is er niet of mag niet gelezen worden.",
        "en": "The file {name} is not there or may not be read.",
    },
    "empty": {"nl": "Het bestand is leeg.", "en": "The file is empty."},
    "file_too_large": {
        "nl": "Het bestand is groter dan {limit} MB. Splits het en lees de delen apart in.",
        "en": "The file is larger than {limit} MB. Split it and import the parts one by one.",
    },
    "not_a_spreadsheet": {
        "nl": "Dit is geen spreadsheet. Kies een bestand in de vorm xlsx, ods of csv.",
        "en": "This is not a spreadsheet. Choose an xlsx, ods or csv file.",
    },
    "old_format": {
        "nl": "Dit is een spreadsheet in een vorm die niet gelezen wordt (xls of xlsb). Bewaar het als xlsx.",
        "en": "This is a spreadsheet in a form that is not read (xls or xlsb). Save it as xlsx.",
    },
    "password": {
        "nl": "Het bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord en probeer het "
        "opnieuw.",
        "en": "The file is protected by a password. Save it without one and try again.",
    },
    "macros": {
        "nl": "Het bestand bevat macro's. Bewaar het als xlsx of ods zonder macro's.",
        "en": "The file contains macros. Save it as xlsx or ods without macros.",
    },
    "zip_bomb": {
        "nl": "Het bestand is zo sterk samengeperst dat het niet veilig te openen is.",
        "en": "The file is compressed so strongly that it is not safe to open.",
    },
    "unsafe_xml": {
        "nl": "Het bestand bevat XML-verwijzingen die een spreadsheetprogramma nooit schrijft; het is "
        "niet geopend.",
        "en": "The file contains XML references that no spreadsheet program writes; it was not opened.",
    },
    "damaged": {
        "nl": "Het bestand is beschadigd. Open het in een spreadsheetprogramma en bewaar het opnieuw.",
        "en": "The file is damaged. Open it in a spreadsheet program and save it again.",
    },
    "too_many_rows": {
        "nl": "Het bestand heeft meer dan {limit} rijen. Splits het en lees de delen apart in.",
        "en": "The file has more than {limit} rows. Split it and import the parts one by one.",
    },
    "too_many_columns": {
        "nl": "Het bestand heeft meer dan {limit} kolommen. Bewaar alleen de kolommen die nodig zijn.",
        "en": "The file has more than {limit} columns. Keep only the columns that are needed.",
    },
    "wrong_encoding": {
        "nl": "De tekens in het bestand zijn niet te lezen. Bewaar het als ‘CSV UTF-8’ of als xlsx.",
        "en": "The characters in the file cannot be read. Save it as ‘CSV UTF-8’ or as xlsx.",
    },
    "broken_quotes": {
        "nl": "Vanaf rij {row} staat een aanhalingsteken dat niet gesloten wordt.",
        "en": "From row {row} on there is a quotation mark that is never closed.",
    },
    "no_header": {
        "nl": "Geen rij met kolomnamen gevonden. Zet in één rij namen als ‘V-nummer’, ‘Achternaam’ en "
        "‘Geboortedatum’, "
        "of wijs de kolommen met de hand aan.",
        "en": "No row with column names was found. Put names such as ‘V-number’, ‘Family name’ and "
        "‘Date of birth’ "
        "in one row, or map the columns by hand.",
    },
    "no_rows": {
        "nl": "Onder de rij met kolomnamen staat niemand.",
        "en": "There is nobody below the row with column names.",
    },
    "unknown_field": {
        "nl": "Kolom ‘{column}’ is aangewezen als ‘{field}’, maar dat gegeven bestaat niet.",
        "en": "Column ‘{column}’ is mapped to ‘{field}’, which does not exist.",
    },
}


class SheetError(Exception):
    """A file that cannot be read as what it should be.

    `code` is a key of `FILE_PROBLEMS`; `message("nl")` is the sentence for a person. `columns` holds, for
    `no_header`, the cells of the row that looks most like a header, so that they can be mapped by hand.
    """

    def __init__(self, code: str, *, columns: Sequence[str] = (), **values: object) -> None:
        self.code = code
        self.values = values
        self.columns = tuple(columns)
        super().__init__(self.message("en"))

    def message(self, language: str = "nl") -> str:
        """The sentence in `nl` or `en`."""
        return FILE_PROBLEMS[self.code][language].format(**self.values)
