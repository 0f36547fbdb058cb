-- The desk is an organisation's own. A volunteer who mans it sees the queue of that session on its day, and nothing of
-- whose visit it is; what is about a dossier follows the dossier.

-- Whether whoever is asking mans this session today.
CREATE OR REPLACE FUNCTION helpdesk_mans(session bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_me() me JOIN helpdesk_ondesk o ON o.member_id = me.id
        JOIN helpdesk_desksession s ON s.id = o.session_id
        WHERE s.id = session AND s.organisation_id = me.organisation_id AND s.day = me.today AND me.role = 'volunteer'
    )
$$;
ALTER FUNCTION helpdesk_mans(bigint) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION helpdesk_mans(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION helpdesk_mans(bigint) TO reisgenoot_app;
GRANT SELECT ON helpdesk_ondesk, helpdesk_desksession TO reisgenoot_guard;

-- The social map: of one organisation, read by all who guide there, kept by its professionals.
ALTER TABLE helpdesk_mapentry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON helpdesk_mapentry TO reisgenoot_app;
CREATE POLICY read ON helpdesk_mapentry FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation())
           AND (SELECT access_professional() OR access_is('volunteer')));
CREATE POLICY add ON helpdesk_mapentry FOR INSERT TO reisgenoot_app
    WITH CHECK (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));
CREATE POLICY change ON helpdesk_mapentry FOR UPDATE TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));

-- Sessions and who mans them: opened by professionals.
ALTER TABLE helpdesk_desksession ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (place, day, begins, ends) ON helpdesk_desksession TO reisgenoot_app;
CREATE POLICY read ON helpdesk_desksession FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation())
           AND ((SELECT access_professional()) OR helpdesk_mans(id)));
CREATE POLICY opened ON helpdesk_desksession FOR INSERT TO reisgenoot_app
    WITH CHECK (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
                AND opened_by_id = (SELECT access_my_id()));
CREATE POLICY changed ON helpdesk_desksession FOR UPDATE TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));

ALTER TABLE helpdesk_ondesk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON helpdesk_ondesk TO reisgenoot_app;
CREATE POLICY read ON helpdesk_ondesk FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation())
           AND ((SELECT access_professional()) OR helpdesk_mans(session_id)));
CREATE POLICY put ON helpdesk_ondesk FOR INSERT TO reisgenoot_app
    WITH CHECK (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
        AND EXISTS (SELECT FROM helpdesk_desksession s WHERE s.id = session_id)
        AND EXISTS (SELECT FROM access_member m WHERE m.id = member_id AND m.organisation_id = helpdesk_ondesk.organisation_id));
CREATE POLICY taken ON helpdesk_ondesk FOR DELETE TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));

-- The queue: of one's own organisation; a volunteer's is that of the session that they man.
ALTER TABLE helpdesk_visit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON helpdesk_visit TO reisgenoot_app;
GRANT UPDATE (called, language, theme, known, state, taken_at, running_since, seconds, helped_by_id, question, answer)
    ON helpdesk_visit TO reisgenoot_app;
CREATE POLICY desk ON helpdesk_visit TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation())
           AND ((SELECT access_professional()) OR helpdesk_mans(session_id)))
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation())
        AND ((SELECT access_professional()) OR helpdesk_mans(session_id))
        AND EXISTS (SELECT FROM helpdesk_desksession s WHERE s.id = session_id AND s.day = helpdesk_visit.day)
    );

-- Whose visit: with the dossier, for professionals.
ALTER TABLE helpdesk_knownvisit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON helpdesk_knownvisit TO reisgenoot_app;
CREATE POLICY read ON helpdesk_knownvisit FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(helpdesk_knownvisit.dossier_id) g
        WHERE g.category = 'route' AND g.may_read
    ));
CREATE POLICY add ON helpdesk_knownvisit FOR INSERT TO reisgenoot_app
    WITH CHECK ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(helpdesk_knownvisit.dossier_id) g
        WHERE g.category = 'route' AND g.may_add
    ) AND EXISTS (SELECT FROM helpdesk_visit v WHERE v.id = visit_id));
CREATE POLICY undone ON helpdesk_knownvisit FOR DELETE TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (SELECT FROM helpdesk_visit v WHERE v.id = visit_id)
        AND EXISTS (
            SELECT FROM access_grants(helpdesk_knownvisit.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        ));

-- Referrals without a dossier: of one's own organisation (a volunteer: of the session that they man). With one: for
-- professionals who read its route; about health or law the organisation that made it alone.
ALTER TABLE helpdesk_referral ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (outcome, reason, known_on, outcome_note, known_by_id, expected_on)
    ON helpdesk_referral TO reisgenoot_app;
CREATE POLICY read ON helpdesk_referral FOR SELECT TO reisgenoot_app
    USING (CASE
        WHEN dossier_id IS NULL THEN organisation_id = (SELECT access_my_organisation())
            AND ((SELECT access_professional()) OR helpdesk_mans((SELECT v.session_id FROM helpdesk_visit v WHERE v.id = visit_id)))
        ELSE (SELECT access_professional())
            AND (organisation_id = (SELECT access_my_organisation()) OR theme NOT IN ('health', 'law'))
            AND EXISTS (
                SELECT FROM access_grants(helpdesk_referral.dossier_id) g
                WHERE g.category = 'route' AND g.may_read
            )
    END);
CREATE POLICY add ON helpdesk_referral FOR INSERT TO reisgenoot_app
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation()) AND member_id = (SELECT access_my_id())
        AND EXISTS (SELECT FROM helpdesk_mapentry e WHERE e.id = entry_id)
        AND (visit_id IS NULL OR EXISTS (SELECT FROM helpdesk_visit v WHERE v.id = visit_id))
        AND CASE
            WHEN dossier_id IS NULL THEN visit_id IS NOT NULL
            ELSE (SELECT access_professional()) AND EXISTS (
                SELECT FROM access_grants(helpdesk_referral.dossier_id) g
                WHERE g.category = 'route' AND g.may_add
            )
        END
    );
CREATE POLICY known ON helpdesk_referral FOR UPDATE TO reisgenoot_app
    USING (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
        AND (dossier_id IS NULL OR EXISTS (
            SELECT FROM access_grants(helpdesk_referral.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        ))
    );
