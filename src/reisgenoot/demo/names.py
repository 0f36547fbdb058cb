"""Invented names: every family name means 'example' or 'imaginary' in its own language, so none is a real family."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """A country of the demo: ISO 3166 code, ISO 639 language, share of households, names as (Latin, own script)."""

    nationality: str
    language: str
    share: int
    families: tuple[tuple[str, str], ...]
    women: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]


ARABIC_WOMEN = (
    ("Hala", "هالة"),
    ("Rima", "ريما"),
    ("Nour", "نور"),
    ("Amina", "أمينة"),
    ("Salma", "سلمى"),
    ("Yasmin", "ياسمين"),
)
ARABIC_MEN = (
    ("Omar", "عمر"),
    ("Samir", "سمير"),
    ("Khaled", "خالد"),
    ("Yusuf", "يوسف"),
    ("Karim", "كريم"),
    ("Tarek", "طارق"),
)
PERSIAN_WOMEN = (("Shirin", "شیرین"), ("Parisa", "پریسا"), ("Laleh", "لاله"), ("Zahra", "زهرا"))
PERSIAN_MEN = (("Arash", "آرش"), ("Farid", "فرید"), ("Jawad", "جواد"), ("Navid", "نوید"))

ORIGINS = (
    Origin(
        "SY",
        "ar",
        52,
        (("al-Mithal", "المثال"), ("Khayali", "خيالي"), ("Wahmi", "وهمي"), ("Namudhaj", "نموذج")),
        ARABIC_WOMEN,
        ARABIC_MEN,
    ),
    Origin("YE", "ar", 14, (("al-Khayal", "الخيال"), ("Mithali", "مثالي")), ARABIC_WOMEN, ARABIC_MEN),
    Origin(
        "ER",
        "ti",
        24,
        (("Abneta", "ኣብነታ"), ("Mesal", "ምሳል")),
        (("Selam", "ሰላም"), ("Luwam", "ሉዋም"), ("Feven", "ፌቨን"), ("Rahwa", "ራህዋ")),
        (("Abel", "ኣቤል"), ("Yonas", "ዮናስ"), ("Mehari", "መሓሪ"), ("Bisrat", "ብስራት")),
    ),
    Origin("AF", "prs", 20, (("Namuna", "نمونه"), ("Farazi", "فرضی")), PERSIAN_WOMEN, PERSIAN_MEN),
    Origin("IR", "fa", 14, (("Khiyali", "خیالی"), ("Mesali", "مثالی")), PERSIAN_WOMEN, PERSIAN_MEN),
    Origin(
        "TR",
        "tr",
        14,
        (("Örnek", ""), ("Hayali", ""), ("Varsayım", "")),
        (("Elif", ""), ("Ayşe", ""), ("Çağla", ""), ("Zeynep", "")),
        (("Emre", ""), ("Oğuz", ""), ("Kerem", ""), ("Deniz", "")),
    ),
    Origin(
        "SO",
        "so",
        12,
        (("Tusaale", ""), ("Malo-awaal", "")),
        (("Hodan", ""), ("Ayaan", ""), ("Sahra", "")),
        (("Abdi", ""), ("Guled", ""), ("Warsan", "")),
    ),
)
