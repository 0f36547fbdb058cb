-- Boxes and shelves: the professionals of the organisation that keeps them, and nobody else whatsoever. No involvement,
-- no sharing, no emergency access, no view for coordinators of others, administrators or data-protection officers.
-- Nothing is ever deleted: what was erased is a blank box.
DO $$
DECLARE
    it text;
    own text := '(organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))';
BEGIN
    FOREACH it IN ARRAY ARRAY['vault_box', 'vault_shelf'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO reisgenoot_app', it);
        EXECUTE format('CREATE POLICY own_read ON %I FOR SELECT TO reisgenoot_app USING ', it) || own;
        EXECUTE format('CREATE POLICY own_add ON %I FOR INSERT TO reisgenoot_app WITH CHECK ', it) || own;
        EXECUTE format('CREATE POLICY own_change ON %I FOR UPDATE TO reisgenoot_app USING ', it) || own || ' WITH CHECK ' || own;
    END LOOP;
END $$;
