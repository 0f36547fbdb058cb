-- The stored plan: tasks and signals follow from the facts, so nobody writes them but this function. It takes plans as JSON
-- (`planning._as_rows`) and stores those of dossiers whose route whoever is asking may read: time alone can change a plan,
-- and whoever reads a list brings it up to date. Of a dossier whose use the person has limited, no task and signal is stored:
-- so it is on no list.
CREATE OR REPLACE FUNCTION dossiers_store_plans(plans jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    mine bigint[];
BEGIN
    SELECT array_agg(n.id) INTO mine FROM jsonb_to_recordset(plans) AS n (id bigint)
    WHERE EXISTS (
        SELECT FROM access_grants(n.id) g WHERE g.category = 'route' AND g.may_read
    );

    UPDATE dossiers_dossier d
    SET version = n.version, phase = n.phase, phase_since = n.phase_since, planned_on = n.planned_on,
        replan_on = n.replan_on
    FROM jsonb_to_recordset(plans) AS n (
        id bigint, version text, phase text, phase_since date, planned_on date, replan_on date
    )
    WHERE d.person_id = n.id AND n.id = ANY (mine);

    WITH new AS MATERIALIZED (
        SELECT n.id, t.* FROM jsonb_to_recordset(plans) AS n (id bigint, tasks jsonb)
        LEFT JOIN LATERAL jsonb_to_recordset(n.tasks) AS t (
            key text, per text, phase text, kind text, owner text, starts_on date, due_on date, expected_on date,
            overdue_from date, ends_on date, waiting boolean
        ) ON true
        WHERE n.id = ANY (mine) AND NOT EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = n.id)
    ), gone AS (
        DELETE FROM dossiers_task t WHERE t.dossier_id = ANY (mine)
        AND NOT EXISTS (SELECT FROM new WHERE new.id = t.dossier_id AND new.key = t.key)
    )
    INSERT INTO dossiers_task AS old (
        dossier_id, key, per, phase, kind, owner, starts_on, due_on, expected_on, overdue_from, ends_on,
        waiting, organisation_id, worker_id, municipality, language, dossier_phase
    )
    SELECT new.id, new.key, new.per, new.phase, new.kind, new.owner, new.starts_on, new.due_on,
           new.expected_on, new.overdue_from, new.ends_on, new.waiting, d.organisation_id, d.worker_id,
           d.municipality, d.language, d.phase
    FROM new JOIN dossiers_dossier d ON d.person_id = new.id
    WHERE new.key IS NOT NULL
    ON CONFLICT (dossier_id, key) DO UPDATE
    SET (per, phase, kind, owner, starts_on, due_on, expected_on, overdue_from, ends_on, waiting,
         worker_id, municipality, language, dossier_phase)
      = (excluded.per, excluded.phase, excluded.kind, excluded.owner, excluded.starts_on, excluded.due_on,
         excluded.expected_on, excluded.overdue_from, excluded.ends_on, excluded.waiting,
         excluded.worker_id, excluded.municipality, excluded.language, excluded.dossier_phase)
    WHERE (old.per, old.phase, old.kind, old.owner, old.starts_on, old.due_on, old.expected_on, old.overdue_from,
           old.ends_on, old.waiting, old.worker_id, old.municipality, old.language, old.dossier_phase)
      IS DISTINCT FROM
          (excluded.per, excluded.phase, excluded.kind, excluded.owner, excluded.starts_on, excluded.due_on,
           excluded.expected_on, excluded.overdue_from, excluded.ends_on, excluded.waiting,
           excluded.worker_id, excluded.municipality, excluded.language, excluded.dossier_phase);

    WITH new AS MATERIALIZED (
        SELECT n.id, s.* FROM jsonb_to_recordset(plans) AS n (id bigint, signals jsonb)
        LEFT JOIN LATERAL jsonb_to_recordset(n.signals) AS s (key text, since date, until date) ON true
        WHERE n.id = ANY (mine) AND NOT EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = n.id)
    ), gone AS (
        DELETE FROM dossiers_signal s WHERE s.dossier_id = ANY (mine)
        AND NOT EXISTS (SELECT FROM new WHERE new.id = s.dossier_id AND new.key = s.key)
    )
    INSERT INTO dossiers_signal AS old (dossier_id, key, since, until)
    SELECT id, key, since, until FROM new WHERE key IS NOT NULL
    ON CONFLICT (dossier_id, key) DO UPDATE SET since = excluded.since, until = excluded.until
    WHERE (old.since, old.until) IS DISTINCT FROM (excluded.since, excluded.until);
END $$;
ALTER FUNCTION dossiers_store_plans(jsonb) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_store_plans(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_store_plans(jsonb) TO reisgenoot_app;
GRANT SELECT, UPDATE ON dossiers_dossier TO reisgenoot_guard;
GRANT SELECT, INSERT, UPDATE, DELETE ON dossiers_task, dossiers_signal TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE dossiers_task_id_seq, dossiers_signal_id_seq TO reisgenoot_guard;
