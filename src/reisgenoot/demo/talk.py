"""What guides of the demo noted: (kind of contact, sensitivity, text). Invented, as everything here."""

NOTES = (
    (
        "visit",
        "normal",
        "Samen de post doorgenomen. Brief van het waterschap uitgelegd; kwijtschelding aangevraagd.",
    ),
    (
        "phone",
        "normal",
        "Gebeld over de huisarts: de praktijk in de wijk neemt weer patiënten aan. Maandag inschrijven.",
    ),
    ("walk_in", "normal", "Kwam langs met vragen over de zorgtoeslag. DigiD werkt nu op de eigen telefoon."),
    (
        "visit",
        "normal",
        "Kennisgemaakt met de buren. Er is een fiets over; die haalt de vrijwilliger zaterdag op.",
    ),
    ("email", "normal", "School bevestigt de plek in de taalklas. Eerste dag is maandag om half negen."),
    (
        "visit",
        "sensitive",
        "Slaapt slecht en piekert over familie. Wil liever niet dat de vrijwilliger dit weet.",
    ),
    (
        "phone",
        "sensitive",
        "Er is een betalingsachterstand bij de energie. Regeling voorgesteld; belt morgen terug.",
    ),
    (
        "walk_in",
        "normal",
        "Wil graag werken in de zorg. Afspraak gemaakt over vrijwilligerswerk in het verzorgingshuis.",
    ),
    ("visit", "normal", "Taalcoach en cursist hebben kennisgemaakt; ze oefenen voortaan op donderdagavond."),
    ("phone", "normal", "Nog geen bericht over de gezinshereniging. Samen de stand opgevraagd."),
)
