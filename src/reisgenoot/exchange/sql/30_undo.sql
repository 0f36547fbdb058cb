-- Taking an import back. The application may not delete dossiers; this function may, and only those that one
-- import of one's own organisation opened, as long as nothing was built on them.

-- The opened dossiers of an import on which somebody has built since.
CREATE OR REPLACE FUNCTION exchange_built_upon(of_import bigint, only_row bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT r.dossier_id
    FROM exchange_importrow r
    WHERE r.import_of_id = of_import AND (only_row IS NULL OR r.id = only_row)
      AND exchange_importer(r.organisation_id) AND r.state IN ('created', 'updated')
      AND (
        EXISTS (
            SELECT FROM dossiers_fact f WHERE f.dossier_id = r.dossier_id
            AND (
                (r.state = 'created' AND NOT EXISTS (
                    SELECT FROM exchange_importrow o WHERE o.import_of_id = of_import
                    AND (only_row IS NULL OR o.id = only_row)
                    AND o.dossier_id = r.dossier_id AND o.fact_ids @> to_jsonb(f.id)
                ))
                OR (r.state = 'updated' AND EXISTS (
                    SELECT FROM dossiers_fact p WHERE f.supersedes_id = p.id AND r.fact_ids @> to_jsonb(p.id)
                    AND (only_row IS NOT NULL OR NOT EXISTS (
                        SELECT FROM exchange_importrow o WHERE o.import_of_id = of_import AND o.dossier_id = r.dossier_id
                        AND o.fact_ids @> to_jsonb(f.id)
                    ))
                ))
            )
        )
        OR (r.state = 'created' AND (
            EXISTS (SELECT FROM dossiers_document d WHERE d.dossier_id = r.dossier_id)
            OR EXISTS (SELECT FROM access_consent c WHERE c.dossier_id = r.dossier_id)
            OR EXISTS (SELECT FROM dossiers_handeddossier h WHERE h.dossier_id = r.dossier_id)
            OR EXISTS (SELECT FROM dossiers_redistributed h WHERE h.dossier_id = r.dossier_id)
            OR EXISTS (
                SELECT FROM dossiers_contactnote n WHERE n.dossier_id = r.dossier_id
                AND NOT EXISTS (
                    SELECT FROM exchange_importrow o WHERE o.import_of_id = of_import AND o.note_id = n.id
                    AND (only_row IS NULL OR o.id = only_row)
                )
            )
            OR EXISTS (
                SELECT FROM access_involvement i WHERE i.dossier_id = r.dossier_id
                AND (i.organisation_id <> r.organisation_id OR i.ends_on IS NOT NULL)
            )
            OR EXISTS (
                SELECT FROM exchange_importrow o WHERE o.dossier_id = r.dossier_id AND o.state = 'updated'
                AND (o.import_of_id <> of_import OR only_row IS NOT NULL)
            )
        ))
      )
$$;

-- Removes the dossiers that an import (or, if given, one row of it) opened. Raises if something was built on one of them.
CREATE OR REPLACE FUNCTION exchange_remove_opened(of_import bigint, only_row bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone bigint[];
    homes bigint[];
BEGIN
    SELECT array_agg(r.dossier_id) INTO gone FROM exchange_importrow r
    WHERE r.import_of_id = of_import AND (only_row IS NULL OR r.id = only_row) AND r.state = 'created'
      AND exchange_importer(r.organisation_id);
    IF EXISTS (SELECT FROM exchange_built_upon(of_import, only_row)) THEN
        RAISE EXCEPTION 'something was built on this import' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    DELETE FROM dossiers_contactnote n USING exchange_importrow r
    WHERE r.import_of_id = of_import AND (only_row IS NULL OR r.id = only_row)
      AND exchange_importer(r.organisation_id) AND r.note_id = n.id;
    -- Numbers and spellings that it added to people who were known already.
    DELETE FROM people_identifier i USING exchange_importrow r
    WHERE r.import_of_id = of_import AND (only_row IS NULL OR r.id = only_row) AND r.state = 'updated'
      AND exchange_importer(r.organisation_id) AND i.person_id = r.dossier_id
      AND r.changes ? i.kind AND i.value = r."values" ->> i.kind;
    DELETE FROM people_personname n USING exchange_importrow r
    WHERE r.import_of_id = of_import AND (only_row IS NULL OR r.id = only_row) AND r.state = 'updated'
      AND exchange_importer(r.organisation_id) AND n.person_id = r.dossier_id AND n.kind = 'other'
      AND r.changes ? 'name' AND n.given = left(coalesce(r."values" ->> 'given_names', ''), 150)
      AND n.family = left(coalesce(r."values" ->> 'family_name', ''), 150);
    IF gone IS NULL THEN
        RETURN 0;
    END IF;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), access_my_organisation(), dossier, 'write', 'removed' FROM unnest(gone) AS dossier;
    SELECT array_agg(DISTINCT household_id) INTO homes FROM people_householdmember WHERE person_id = ANY(gone);
    DELETE FROM dossiers_signal WHERE dossier_id = ANY(gone);
    DELETE FROM dossiers_task WHERE dossier_id = ANY(gone);
    DELETE FROM dossiers_contactnote WHERE dossier_id = ANY(gone);
    DELETE FROM dossiers_fact WHERE dossier_id = ANY(gone);
    DELETE FROM access_involvement WHERE dossier_id = ANY(gone);
    DELETE FROM dossiers_dossier WHERE person_id = ANY(gone);
    DELETE FROM people_householdmember WHERE person_id = ANY(gone);
    DELETE FROM people_household h WHERE h.id = ANY(homes)
        AND NOT EXISTS (SELECT FROM people_householdmember p WHERE p.household_id = h.id);
    DELETE FROM people_identifier WHERE person_id = ANY(gone);
    DELETE FROM people_personname WHERE person_id = ANY(gone);
    DELETE FROM people_person WHERE id = ANY(gone);
    RETURN cardinality(gone);
END $$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['exchange_built_upon(bigint, bigint)', 'exchange_remove_opened(bigint, bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
GRANT SELECT ON exchange_importrow, dossiers_handeddossier, dossiers_redistributed, dossiers_document, dossiers_contactnote, dossiers_fact, people_household
    TO reisgenoot_guard;
GRANT INSERT ON access_accesslog TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_accesslog_id_seq TO reisgenoot_guard;
GRANT SELECT, DELETE ON dossiers_signal, dossiers_task, dossiers_contactnote, dossiers_fact, access_involvement,
    dossiers_dossier, people_householdmember, people_household, people_identifier, people_personname, people_person
    TO reisgenoot_guard;
