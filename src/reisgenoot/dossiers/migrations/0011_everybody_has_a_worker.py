"""A dossier without a worker gets one, before the column says that it must have one."""

from django.db import migrations

# The owner of the tables is held by the wall as well, and `reisgenoot migrate` puts it up again afterwards.
# Whoever carries an open dossier must work there now and without a known end: a coordinator, else another professional.
# A closed one gets somebody who ever worked there. Where there is nobody at all, a word on what to do.
FILL = """
    ALTER TABLE dossiers_dossier NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE dossiers_task NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE access_member NO FORCE ROW LEVEL SECURITY;
    DO $$
    DECLARE
        today date := (now() AT TIME ZONE 'Europe/Amsterdam')::date;
        missing text;
    BEGIN
        UPDATE dossiers_dossier d SET worker_id = (
            SELECT m.id FROM access_member m
            WHERE m.organisation_id = d.organisation_id AND m.role IN ('guide', 'director', 'coordinator')
              AND (d.closed_on <= today OR (m.begins_on <= today AND m.ends_on IS NULL))
            ORDER BY m.ends_on IS NOT NULL, m.role <> 'coordinator', m.id LIMIT 1
        )
        WHERE NOT EXISTS (
            SELECT FROM access_member m
            WHERE m.id = d.worker_id AND (d.closed_on <= today OR (
                m.organisation_id = d.organisation_id AND m.role IN ('guide', 'director', 'coordinator')
                AND m.begins_on <= today AND m.ends_on IS NULL
            ))
        );
        SELECT string_agg(DISTINCT o.slug, ', ') INTO missing
        FROM dossiers_dossier d JOIN access_organisation o ON o.id = d.organisation_id WHERE d.worker_id IS NULL;
        IF missing IS NOT NULL THEN
            RAISE EXCEPTION 'nobody there can carry the dossiers of: %. Take somebody in first, as guide or coordinator.',
                missing;
        END IF;
        UPDATE dossiers_task t SET worker_id = d.worker_id FROM dossiers_dossier d
        WHERE d.person_id = t.dossier_id AND t.worker_id IS DISTINCT FROM d.worker_id;
    END $$;
    ALTER TABLE dossiers_dossier FORCE ROW LEVEL SECURITY;
    ALTER TABLE dossiers_task FORCE ROW LEVEL SECURITY;
    ALTER TABLE access_member FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0011_random_keys_and_sent"),
        ("dossiers", "0010_calendar_feed"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
