-- What a municipality sets for all its households: read by every professional, for they guide people there; changed by its own
-- case directors and coordinators. Nothing about newcomers.

CREATE OR REPLACE FUNCTION settlement_keeps(of_municipality text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_me() me JOIN access_organisation o ON o.id = me.organisation_id
        WHERE o.kind = 'municipality' AND o.municipality = of_municipality AND me.role IN ('director', 'coordinator')
    )
$$;
ALTER FUNCTION settlement_keeps(text) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION settlement_keeps(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settlement_keeps(text) TO reisgenoot_app;

DO $$
DECLARE
    tab text;
BEGIN
    FOREACH tab IN ARRAY ARRAY['settlement_daytemplate', 'settlement_furnishingplace'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING ((SELECT access_professional()))', tab);
        EXECUTE format($policy$
            CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app
                WITH CHECK (changed_by_id = (SELECT access_my_id()) AND settlement_keeps(municipality))$policy$, tab);
        EXECUTE format($policy$
            CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING (settlement_keeps(municipality))
                WITH CHECK (changed_by_id = (SELECT access_my_id()) AND settlement_keeps(municipality))$policy$, tab);
    END LOOP;
END $$;
GRANT UPDATE (name, visits, gone, changed_by_id, changed_at, changes) ON settlement_daytemplate TO reisgenoot_app;
GRANT UPDATE (name, address, note, gone, changed_by_id, changed_at, changes) ON settlement_furnishingplace TO reisgenoot_app;
