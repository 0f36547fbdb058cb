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

-- In whose name the command `reisgenoot import` works: the member with this e-mail address, or without one the
-- coordinator (else the case director) who has been longest with the organisation. NULL if there is none.
CREATE OR REPLACE FUNCTION exchange_acting_for(of_slug text, with_email text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.id
    FROM access_member m
    JOIN access_organisation o ON o.id = m.organisation_id
    LEFT JOIN access_user u ON u.id = m.user_id
    WHERE o.slug = of_slug AND m.role IN ('coordinator', 'director') AND m.begins_on <= access_today()
      AND (m.ends_on IS NULL OR m.ends_on > access_today())
      AND (with_email = '' OR lower(u.email) = lower(with_email))
    ORDER BY m.role = 'coordinator' DESC, m.begins_on, m.id
    LIMIT 1
$$;
ALTER FUNCTION exchange_acting_for(text, text) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION exchange_acting_for(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_acting_for(text, text) TO reisgenoot_app;
GRANT SELECT ON access_organisation, access_user TO reisgenoot_guard;
