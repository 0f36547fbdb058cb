-- Who may import for the organisation: its coordinators and case directors. Nobody else sees an uploaded file.
CREATE OR REPLACE FUNCTION exchange_importer(of_organisation bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN coalesce((
    SELECT me.organisation_id = of_organisation AND me.role IN ('coordinator', 'director') FROM access_me() me
), false);
ALTER FUNCTION exchange_importer(bigint) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION exchange_importer(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_importer(bigint) TO reisgenoot_app;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['exchange_import', 'exchange_importrow', 'exchange_columnmapping'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO reisgenoot_app', it);
        EXECUTE format(
            'CREATE POLICY importer ON %I TO reisgenoot_app'
            ' USING (organisation_id = (SELECT access_my_organisation())'
            '        AND (SELECT access_is(''coordinator'') OR access_is(''director'')))'
            ' WITH CHECK (organisation_id = (SELECT access_my_organisation())'
            '        AND (SELECT access_is(''coordinator'') OR access_is(''director'')))', it
        );
    END LOOP;
END $$;
