"""Who works in the demo: organisations in the Achterhoek, and one invented member for each role.

The family name of each member is the role that they play, so that nobody takes them for a real person.
"""

from dataclasses import dataclass

PASSWORD = "reisgenoot-demo"  # printed on screen at every start; a demo is not a secret
DOMAIN = "demo.example"  # RFC 2606: can never be a real address

MUNICIPALITIES = (
    "Aalten",
    "Berkelland",
    "Bronckhorst",
    "Doetinchem",
    "Montferland",
    "Oost Gelre",
    "Oude IJsselstreek",
    "Winterswijk",
)


@dataclass(frozen=True)
class DemoOrganisation:
    """One organisation: its slug in URLs and commands, its name, what kind it is, and for which municipality."""

    slug: str
    name: str
    kind: str
    municipality: str = ""


@dataclass(frozen=True)
class DemoMember:
    """One member: the part of the e-mail address before the @, a name, the organisation's slug and the role."""

    login: str
    name: str
    organisation: str
    role: str
    shown: str = ""  # what the log-in page says that this person is; empty: not offered there

    @property
    def email(self) -> str:
        """The log-in."""
        return f"{self.login}@{DOMAIN}"


def municipal_slug(municipality: str) -> str:
    """The slug of a municipality's organisation.

    >>> municipal_slug("Oude IJsselstreek")
    'gemeente-oude-ijsselstreek'
    """
    return "gemeente-" + municipality.lower().replace(" ", "-")


VLUCHTELINGENWERK = "vluchtelingenwerk-achterhoek"
SOCIAL_WORK = "sociaal-werk-achterhoek"
SCHOOL = "taalschool-achterhoek"
NIDOS = "nidos"
CHURCH = "diaconie-open-deur"
LVV_PARTNER = "lvv-opvang-utrecht"
DE_WILG, DE_BEUK = "woningcorporatie-de-wilg", "woningcorporatie-de-beuk"

ORGANISATIONS = (
    DemoOrganisation("ind", "IND (demo)", "ind"),
    DemoOrganisation("coa-achterhoek", "COA Achterhoek (demo)", "coa"),
    DemoOrganisation(NIDOS, "Nidos (demo)", "nidos"),
    DemoOrganisation("gza-achterhoek", "GZA Achterhoek (demo)", "gza"),
    DemoOrganisation("rechtsbijstand", "Rechtsbijstand asiel (demo)", "legal_aid"),
    DemoOrganisation(VLUCHTELINGENWERK, "VluchtelingenWerk Achterhoek (demo)", "vluchtelingenwerk"),
    DemoOrganisation(SOCIAL_WORK, "Sociaal Werk Achterhoek (demo)", "social_work"),
    DemoOrganisation(SCHOOL, "Taalschool Achterhoek (demo)", "other"),
    DemoOrganisation(CHURCH, "Diaconie De Open Deur (demo)", "church"),
    DemoOrganisation(LVV_PARTNER, "LVV-opvang Utrecht (demo)", "lvv_partner"),
    DemoOrganisation(DE_WILG, "Woningcorporatie De Wilg (demo)", "housing_association"),
    DemoOrganisation(DE_BEUK, "Woningcorporatie De Beuk (demo)", "housing_association"),
    *(DemoOrganisation(municipal_slug(m), f"Gemeente {m} (demo)", "municipality", m) for m in MUNICIPALITIES),
)

MEMBERS = (
    DemoMember("gids", "Guusje Gids", VLUCHTELINGENWERK, "guide", "Begeleider, VluchtelingenWerk"),
    DemoMember("gids2", "Gijs Gids", VLUCHTELINGENWERK, "guide"),
    DemoMember("gids3", "Gerda Gids", VLUCHTELINGENWERK, "guide"),
    DemoMember(
        "vrijwilliger", "Vera Vrijwilliger", VLUCHTELINGENWERK, "volunteer", "Vrijwilliger, VluchtelingenWerk"
    ),
    DemoMember("vrijwilliger2", "Victor Vrijwilliger", VLUCHTELINGENWERK, "volunteer"),
    DemoMember("vrijwilliger3", "Veerle Vrijwilliger", VLUCHTELINGENWERK, "volunteer"),
    DemoMember("vrijwilliger4", "Vincent Vrijwilliger", VLUCHTELINGENWERK, "volunteer"),
    DemoMember("vrijwilliger5", "Vivian Vrijwilliger", VLUCHTELINGENWERK, "volunteer"),
    DemoMember(
        "coordinator", "Coby Coördinator", VLUCHTELINGENWERK, "coordinator", "Coördinator, VluchtelingenWerk"
    ),
    DemoMember("maatje", "Marjan Maatwerk", SOCIAL_WORK, "guide", "Begeleider, sociaal werk"),
    DemoMember(
        "regisseur",
        "Rob Regisseur",
        municipal_slug("Doetinchem"),
        "director",
        "Regisseur, gemeente Doetinchem",
    ),
    *(
        DemoMember(f"regisseur-{municipal_slug(m)[9:]}", "Ria Regisseur", municipal_slug(m), "director")
        for m in MUNICIPALITIES
        if m != "Doetinchem"
    ),
    DemoMember("ind", "Ilse Immigratie", "ind", "guide", "Medewerker, IND"),
    DemoMember("coa", "Conny Casemanager", "coa-achterhoek", "guide", "Casemanager, COA"),
    DemoMember("coa2", "Coen Coördinator", "coa-achterhoek", "coordinator", "Coördinator, COA"),
    DemoMember("voogd", "Vita Voogd", NIDOS, "guide", "Voogd, Nidos"),
    DemoMember("wilg", "Wilma Woning", DE_WILG, "guide", "Medewerker, woningcorporatie De Wilg"),
    DemoMember("beuk", "Bert Woning", DE_BEUK, "guide"),
    DemoMember("gza", "Gea Gezondheid", "gza-achterhoek", "guide", "Verpleegkundige, GZA"),
    DemoMember("diaken", "Dina Diaken", CHURCH, "guide", "Begeleider, kerk"),
    DemoMember("opvang", "Olaf Opvang", LVV_PARTNER, "guide", "Begeleider, LVV-opvang"),
    DemoMember("advocaat", "Ada Advocaat", "rechtsbijstand", "guide", "Juridisch begeleider"),
    DemoMember("docent", "Dora Docent", SCHOOL, "guide", "Docent, taalschool (met toestemming)"),
    DemoMember("kerk", "Kees Kerk", CHURCH, "guide"),
    DemoMember(
        "beleid", "Bas Beleid", municipal_slug("Doetinchem"), "policy_maker", "Beleidsmaker, Doetinchem"
    ),
    DemoMember("beheer", "Bea Beheer", VLUCHTELINGENWERK, "administrator", "Beheerder, VluchtelingenWerk"),
    DemoMember("privacy", "Fenna Functionaris", VLUCHTELINGENWERK, "privacy_officer", "Privacyfunctionaris"),
)
