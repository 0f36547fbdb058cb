-- Undoing an import: the only way in which facts go. The application has no right to delete one by itself;
-- this takes away whole dossiers, and only those on which nothing was built since.
CREATE OR REPLACE FUNCTION dossiers_remove_imported(wanted bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    mine bigint := access_my_organisation();
    gone bigint[];
BEGIN
    SELECT array_agg(d.person_id) INTO gone
    FROM dossiers_dossier d
    WHERE access_professional() AND d.person_id = ANY (wanted) AND d.organisation_id = mine
      AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = d.person_id)
      AND EXISTS (SELECT FROM dossiers_fact f WHERE f.dossier_id = d.person_id)
      AND NOT EXISTS (
          SELECT FROM dossiers_fact f
          WHERE f.dossier_id = d.person_id AND (f.source <> 'import' OR f.organisation_id <> mine)
      )
      AND NOT EXISTS (SELECT FROM dossiers_contactnote n WHERE n.dossier_id = d.person_id)
      AND NOT EXISTS (SELECT FROM dossiers_document n WHERE n.dossier_id = d.person_id)
      AND NOT EXISTS (
          SELECT FROM access_involvement i WHERE i.dossier_id = d.person_id AND i.organisation_id <> mine
      );
    IF gone IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), mine, dossier, 'write', 'removed' FROM unnest(gone) AS dossier;
    DELETE FROM dossiers_task WHERE dossier_id = ANY (gone);
    DELETE FROM dossiers_signal WHERE dossier_id = ANY (gone);
    DELETE FROM dossiers_fact WHERE dossier_id = ANY (gone);
    DELETE FROM access_involvement WHERE dossier_id = ANY (gone);
    DELETE FROM dossiers_dossier WHERE person_id = ANY (gone);
    DELETE FROM people_householdmember WHERE person_id = ANY (gone);
    DELETE FROM people_personname WHERE person_id = ANY (gone);
    DELETE FROM people_identifier WHERE person_id = ANY (gone);
    DELETE FROM people_person WHERE id = ANY (gone);
    RETURN QUERY SELECT unnest(gone);
END $$;

ALTER FUNCTION dossiers_remove_imported(bigint[]) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_remove_imported(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_remove_imported(bigint[]) TO reisgenoot_app;
GRANT SELECT ON dossiers_contactnote, dossiers_document TO reisgenoot_guard;
GRANT SELECT, DELETE ON dossiers_task, dossiers_signal, dossiers_fact, dossiers_dossier, access_involvement,
    people_householdmember, people_personname, people_identifier, people_person TO reisgenoot_guard;
GRANT INSERT ON access_accesslog TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_accesslog_id_seq TO reisgenoot_guard;
