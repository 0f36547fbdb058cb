-- What stands out, by the date alone: a question that waits, a match that ends soon, and one without contact.

-- Matches of households that run, with the day since which there was no contact. For the functions here.
CREATE OR REPLACE VIEW volunteers_running WITH (security_barrier) AS
SELECT m.organisation_id, m.member_id, m.together, min(m.dossier_id) AS dossier_id, min(m.ends_on) AS ends_on,
       max(greatest(m.begins_on, m.last_contact)) AS since, min(m.told_end) AS told_end, min(m.told_silent) AS told_silent
FROM volunteers_match m
WHERE m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
GROUP BY m.organisation_id, m.member_id, m.together;
ALTER VIEW volunteers_running OWNER TO reisgenoot_guard;

-- For the worklist: of dossiers of which whoever is asking is the worker; for a coordinator, of the organisation. `untold`: how
-- many of them nobody was told of yet.
CREATE OR REPLACE FUNCTION volunteers_notices(
    days integer, silent_days integer, OUT help bigint, OUT ending bigint, OUT silent bigint, OUT untold bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH me AS (SELECT * FROM access_me() WHERE wide), runs AS MATERIALIZED (
        SELECT r.*, coalesce(r.ends_on - 1 <= me.today + days, false) AS ends_soon, r.since <= me.today - silent_days AS is_silent
        FROM me JOIN volunteers_running r ON r.organisation_id = me.organisation_id
        WHERE me.role = 'coordinator'
           OR r.dossier_id IN (SELECT d.person_id FROM dossiers_dossier d WHERE d.worker_id = me.id)
    )
    SELECT (SELECT count(*) FROM me JOIN volunteers_helpasked q ON q.organisation_id = me.organisation_id
            JOIN dossiers_dossier d ON d.person_id = q.dossier_id
            WHERE q.answered_at IS NULL AND (me.role = 'coordinator' OR d.worker_id = me.id)),
           (SELECT count(*) FROM runs WHERE ends_soon),
           (SELECT count(*) FROM runs WHERE is_silent),
           (SELECT count(*) FROM runs WHERE (ends_soon AND told_end IS DISTINCT FROM ends_on)
                                         OR (is_silent AND told_silent IS DISTINCT FROM since))
$$;

-- Tells coordinators and guides, once for each end and each silence, of all organisations. Again changes nothing.
CREATE OR REPLACE FUNCTION volunteers_tell(days integer, silent_days integer, in_app boolean, by_mail boolean) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it record;
    told bigint := 0;
BEGIN
    FOR it IN SELECT * FROM volunteers_running r LOOP
        IF it.ends_on - 1 <= access_today() + days AND it.told_end IS DISTINCT FROM it.ends_on THEN
            PERFORM notices_store('match_ending', it.dossier_id,
                                  volunteers_recipients(it.dossier_id, it.organisation_id, true), in_app, by_mail);
            UPDATE volunteers_match SET told_end = it.ends_on WHERE together = it.together AND member_id = it.member_id;
            told := told + 1;
        END IF;
        IF it.since <= access_today() - silent_days AND it.told_silent IS DISTINCT FROM it.since THEN
            PERFORM notices_store('match_silent', it.dossier_id,
                                  volunteers_recipients(it.dossier_id, it.organisation_id, true), in_app, by_mail);
            UPDATE volunteers_match SET told_silent = it.since WHERE together = it.together AND member_id = it.member_id;
            told := told + 1;
        END IF;
    END LOOP;
    RETURN told;
END $$;

ALTER FUNCTION volunteers_notices(integer, integer) OWNER TO reisgenoot_guard;
ALTER FUNCTION volunteers_tell(integer, integer, boolean, boolean) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION volunteers_notices(integer, integer), volunteers_tell(integer, integer, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION volunteers_notices(integer, integer), volunteers_tell(integer, integer, boolean, boolean)
    TO reisgenoot_app;
