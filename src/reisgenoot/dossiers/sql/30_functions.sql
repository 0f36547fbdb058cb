-- The plan follows from all facts, also those that whoever is asking may not read: otherwise a volunteer who ticks a task
-- off would store another plan than a guide. This gives what a plan is made from, for dossiers whose route they may read.
-- In plpgsql, which plans its statement once for a connection.
CREATE OR REPLACE FUNCTION dossiers_known(wanted bigint[], today date)
RETURNS TABLE (dossier_id bigint, definition text, household_role text, facts jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT d.person_id, d.definition::text, p.role::text, (
        SELECT jsonb_agg(jsonb_build_array(f.key, f.value, f.happened_on) ORDER BY f.key, f.id)
        FROM dossiers_fact f
        WHERE f.dossier_id = d.person_id
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    )
    FROM dossiers_dossier d
    LEFT JOIN people_householdmember p ON p.person_id = d.person_id
        AND p.begins_on <= today AND (p.ends_on IS NULL OR p.ends_on > today)
    WHERE d.person_id = ANY (wanted)
      AND EXISTS (
          SELECT FROM access_grants(d.person_id) g WHERE g.category = 'route' AND g.may_read
      )
    ORDER BY d.person_id;
END $$;

-- In which categories there is a note, document or talk that whoever is asking may know of, but not read.
CREATE OR REPLACE FUNCTION dossiers_kept_elsewhere(wanted bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT g.category::text FROM access_granted g
    WHERE g.dossier_id = wanted AND (
        EXISTS (SELECT FROM dossiers_contactnote n WHERE n.dossier_id = wanted AND n.category = g.category)
        OR EXISTS (SELECT FROM dossiers_document n WHERE n.dossier_id = wanted AND n.category = g.category)
        OR EXISTS (SELECT FROM procedure_talk t WHERE t.dossier_id = wanted AND t.category = g.category)
        OR EXISTS (SELECT FROM integration_intakepart p WHERE p.dossier_id = wanted AND p.category = g.category)
    )
    GROUP BY g.category HAVING bool_or(g.may_know) AND NOT bool_or(g.may_read)
    ORDER BY g.category
$$;

ALTER FUNCTION dossiers_known(bigint[], date) OWNER TO reisgenoot_guard;
ALTER FUNCTION dossiers_kept_elsewhere(bigint) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_known(bigint[], date), dossiers_kept_elsewhere(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_known(bigint[], date), dossiers_kept_elsewhere(bigint) TO reisgenoot_app;
GRANT SELECT ON dossiers_dossier, dossiers_fact, dossiers_contactnote, dossiers_document, people_householdmember, procedure_talk,
    integration_intakepart
    TO reisgenoot_guard;
