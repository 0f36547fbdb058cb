"""What the tests of erasing share: doing the job, and looking everywhere for somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

from conftest_keeping import NAME, V_NUMBER, Kept
from django.db import connection
from factories import AsOwner, be, member

from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.exchange.models import Import, ImportRow
from reisgenoot.keeping import actions
from reisgenoot.keeping.models import Erasure


def run(who: Any) -> Erasure:
    """Erase what is due in the organisation of who asks, and do the job.

    The test's own transaction never commits: so the log is sealed at once instead of at the commit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS seal IMMEDIATE")
    be(who)
    made = actions.erase_now(who)
    be(None)
    actions.carry_out(str(made.number))
    be(who)
    made.refresh_from_db()
    return made


def everywhere(as_owner: AsOwner, words: str) -> list[str]:
    """Each table and column of the database in which the words stand, however they are stored."""
    found = []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'character')"
        )
        for table, column, kind in cursor.fetchall():
            shown = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {shown} ILIKE %s', [f"%{words}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def spread(kept: Kept, as_owner: AsOwner) -> None:
    """Put the person into every corner: an import, a question, emergency access, a saved view."""
    guide, elsewhere = kept.guide, member(as_owner, "coordinator")
    be(elsewhere)
    dossier_actions.ask(elsewhere, v_number=V_NUMBER, question=f"Kent u {NAME} misschien?")
    dossier_actions.ask(elsewhere, name=NAME, born=date(1988, 2, 3), question="Is deze persoon bij u?")
    dossier_actions.emergency_access(elsewhere, v_number=V_NUMBER, reason=f"{NAME} staat aan de deur.")
    with as_owner():
        made = Import.objects.create(organisation=guide.organisation, member=guide, file_name="lijst.xlsx")
        about = {"import_of": made, "organisation": guide.organisation, "fingerprint": "", "state": "created"}
        values = {"given_names": "Zebedea", "family_name": "Quibbelaar", "born": "1988-02-03"}
        ImportRow.objects.create(number=2, cells=[NAME, V_NUMBER], dossier_id=kept.dossier.pk, **about)
        ImportRow.objects.create(number=3, cells=[NAME, V_NUMBER], values={"v_number": V_NUMBER}, **about)
        ImportRow.objects.create(number=4, cells=[NAME], values=values, **about)
        other = ImportRow.objects.create(
            number=5,
            cells=["Iemand Anders"],
            twin_dossier_id=kept.dossier.pk,
            twin_why={"nl": f"Lijkt op {NAME}"},
            **about,
        )
    kept.extra["other row"] = other.pk
    be(guide)
    dossier_actions.send_handover(
        guide,
        dossier_actions.Offer(
            elsewhere.organisation,
            "moved",
            {kept.dossier.pk: {"identity": NAME, "route": f"{NAME} is verhuisd."}},
            words=f"Groet {NAME} van ons.",
        ),
    )
    dossier_actions.save_view(guide, name="Mijn", query=f"scope=team&q={NAME.replace(' ', '+')}")
    dossier_actions.correct_fact(
        guide, kept.dossier.facts.get(key="arrived"), "2019-03-02", note=f"Zei {NAME}"
    )
