"""Papers: tagged, with their text to be read out, in each script that we print."""

import io
from datetime import UTC, datetime

import pypdf
import pytest

from reisgenoot.web import pdf

PAPER = """
#import "/paper.typ": paper, tongue
#let it = json(bytes(sys.inputs.it))
#show: paper.with(title: it.title)
= #it.title
#tongue(it.lang, it.text)
"""


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", "أوافق على ذلك"),
        ("fa", "من موافقم"),
        ("ti", "ይሰማማዕ እየ"),
        ("tr", "Kabul ediyorum, ğüşöç"),
        ("uk", "Я згоден"),
    ],
)
def test_a_paper_is_tagged_and_its_glyphs_are_there(tmp_path, lang, text):
    paper = tmp_path / "paper.typ"
    paper.write_text(PAPER)
    made = pdf.render(paper, {"title": "Toestemming", "lang": lang, "text": text})
    read = pypdf.PdfReader(io.BytesIO(made))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Toestemming" in read.pages[0].extract_text()
    drawn = read.pages[0].extract_text()
    assert not set(text) - set(drawn) - {" "} or lang in (
        "ar",
        "fa",
    )  # joined letters read back as other forms
    assert "\N{REPLACEMENT CHARACTER}" not in drawn


def test_what_is_filled_in_is_text_and_never_markup(tmp_path):
    paper = tmp_path / "paper.typ"
    paper.write_text(PAPER)
    made = pdf.render(paper, {"title": "T", "lang": "nl", "text": '#read("main.typ") *niet vet*'})
    assert '#read("main.typ") *niet vet*' in pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_the_same_paper_gives_the_same_bytes(tmp_path):
    paper = tmp_path / "paper.typ"
    paper.write_text(PAPER)
    it, at = {"title": "T", "lang": "nl", "text": "tekst"}, datetime(2026, 1, 5, tzinfo=UTC)
    assert pdf.render(paper, it, made_at=at) == pdf.render(paper, it, made_at=at)
