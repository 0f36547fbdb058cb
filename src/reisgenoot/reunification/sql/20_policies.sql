-- A family member is seen by who may read the family in their own dossier; their papers, by who may read the procedure
-- there. Whoever adds one opened the dossier, and works on that of the one in the Netherlands.
ALTER TABLE reunification_relative ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (relation, stays_in) ON reunification_relative TO reisgenoot_app;
CREATE POLICY read ON reunification_relative FOR SELECT TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(reunification_relative.dossier_id) g WHERE g.category = 'family' AND g.may_read
        ));
CREATE POLICY add ON reunification_relative FOR INSERT TO reisgenoot_app
    WITH CHECK (
        added_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(reunification_relative.dossier_id) g WHERE g.category = 'family' AND g.may_add
        )
        AND EXISTS (
            SELECT FROM access_grants(reunification_relative.sponsor_id) g WHERE g.category = 'family' AND g.may_add
        )
    );
CREATE POLICY change ON reunification_relative FOR UPDATE TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(reunification_relative.dossier_id) g WHERE g.category = 'family' AND g.may_change
        ));

ALTER TABLE reunification_paper ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (state, note, changed_by_id, changed_at) ON reunification_paper TO reisgenoot_app;
CREATE POLICY read ON reunification_paper FOR SELECT TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(reunification_paper.dossier_id) g WHERE g.category = 'legal' AND g.may_read
        ));
CREATE POLICY add ON reunification_paper FOR INSERT TO reisgenoot_app
    WITH CHECK (changed_by_id = (SELECT access_my_id()) AND EXISTS (
            SELECT FROM access_grants(reunification_paper.dossier_id) g WHERE g.category = 'legal' AND g.may_add
        ));
CREATE POLICY change ON reunification_paper FOR UPDATE TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(reunification_paper.dossier_id) g WHERE g.category = 'legal' AND g.may_change
        ))
    WITH CHECK (changed_by_id = (SELECT access_my_id()));
