-- Profiles are kept by the coordinators of the own organisation; a volunteer reads their own. That somebody is away is known to
-- all professionals there, because it explains why there was no contact.
DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['volunteers_profile', 'volunteers_spoken', 'volunteers_training', 'volunteers_pause'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON volunteers_profile TO reisgenoot_app;
GRANT UPDATE (
    kinds, postcode, municipality, parts, households, vog_issued_on, vog_seen_on, vog_seen_by_id, changes, changed_at,
    changed_by_id
) ON volunteers_profile TO reisgenoot_app;
GRANT SELECT, INSERT, DELETE ON volunteers_spoken, volunteers_training, volunteers_pause TO reisgenoot_app;
GRANT UPDATE (ends_on) ON volunteers_pause TO reisgenoot_app;
CREATE POLICY own ON volunteers_profile FOR SELECT TO reisgenoot_app USING (member_id = (SELECT access_my_id()));
CREATE POLICY kept ON volunteers_profile TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('coordinator')))
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('coordinator'))
        AND changed_by_id = (SELECT access_my_id())
        AND EXISTS (
            SELECT FROM access_member m
            WHERE m.id = volunteers_profile.member_id AND m.organisation_id = volunteers_profile.organisation_id
              AND m.role = 'volunteer'
        )
    );
-- What hangs on a profile is open to whom the profile is open.
CREATE POLICY own ON volunteers_spoken FOR SELECT TO reisgenoot_app USING (profile_id = (SELECT access_my_id()));
CREATE POLICY kept ON volunteers_spoken TO reisgenoot_app
    USING ((SELECT access_is('coordinator')) AND EXISTS (SELECT FROM volunteers_profile p WHERE p.member_id = profile_id));
CREATE POLICY own ON volunteers_training FOR SELECT TO reisgenoot_app USING (profile_id = (SELECT access_my_id()));
CREATE POLICY kept ON volunteers_training TO reisgenoot_app
    USING ((SELECT access_is('coordinator')) AND EXISTS (SELECT FROM volunteers_profile p WHERE p.member_id = profile_id));
CREATE POLICY own ON volunteers_pause FOR SELECT TO reisgenoot_app USING (profile_id = (SELECT access_my_id()));
CREATE POLICY known ON volunteers_pause FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_member m WHERE m.id = profile_id AND m.organisation_id = (SELECT access_my_organisation())
    ));
CREATE POLICY kept ON volunteers_pause TO reisgenoot_app
    USING ((SELECT access_is('coordinator')) AND EXISTS (SELECT FROM volunteers_profile p WHERE p.member_id = profile_id));

-- Matches: made by a coordinator, for an involvement that is there; seen by who reads the route, by the coordinators of the
-- organisation, and by the volunteer while they run.
ALTER TABLE volunteers_match ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON volunteers_match TO reisgenoot_app;
GRANT UPDATE (ended_how, ended_note, ended_by_id) ON volunteers_match TO reisgenoot_app;
CREATE POLICY seen ON volunteers_match FOR SELECT TO reisgenoot_app
    USING (
        (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('coordinator')))
        OR (member_id = (SELECT access_my_id()) AND begins_on <= access_today()
            AND (ends_on IS NULL OR ends_on > access_today()))
        OR ((SELECT access_professional()) AND EXISTS (
            SELECT FROM access_grants(volunteers_match.dossier_id) g
            WHERE g.category = 'route' AND g.may_read
        ))
    );
CREATE POLICY made ON volunteers_match FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_is('coordinator')) AND organisation_id = (SELECT access_my_organisation())
        AND made_by_id = (SELECT access_my_id())
        AND EXISTS (
            SELECT FROM access_grants(volunteers_match.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
        AND EXISTS (
            SELECT FROM access_involvement i
            WHERE i.id = involvement_id AND i.dossier_id = volunteers_match.dossier_id
              AND i.member_id = volunteers_match.member_id AND i.organisation_id = volunteers_match.organisation_id
        )
    );
CREATE POLICY ended ON volunteers_match FOR UPDATE TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('coordinator')))
    WITH CHECK (ended_by_id = (SELECT access_my_id()));

-- The period of a match is that of its involvement, whoever changes it.
CREATE OR REPLACE FUNCTION volunteers_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE volunteers_match SET begins_on = NEW.begins_on, ends_on = NEW.ends_on WHERE involvement_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION volunteers_follow() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION volunteers_follow() FROM PUBLIC;
CREATE TRIGGER match_follows AFTER UPDATE OF begins_on, ends_on ON access_involvement
    FOR EACH ROW WHEN (NEW.member_id IS NOT NULL) EXECUTE FUNCTION volunteers_follow();

-- Whether a member is matched with a person now, for whom who is asking works.
CREATE OR REPLACE FUNCTION volunteers_is_matched(dossier bigint, volunteer bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM access_involvement i JOIN access_member m ON m.id = i.member_id
    WHERE i.dossier_id = dossier AND i.member_id = volunteer AND m.role = 'volunteer'
      AND i.begins_on <= access_today() AND (i.ends_on IS NULL OR i.ends_on > access_today())
) AND access_works_on(dossier);

-- Tasks given: by who may change the route, to who is matched; the volunteer sees their own while matched, and says of small
-- ones that they are done.
ALTER TABLE volunteers_giventask ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON volunteers_giventask TO reisgenoot_app;
GRANT UPDATE (done_on) ON volunteers_giventask TO reisgenoot_app;
CREATE POLICY seen ON volunteers_giventask FOR SELECT TO reisgenoot_app
    USING (
        ((SELECT access_professional()) AND EXISTS (
            SELECT FROM access_grants(volunteers_giventask.dossier_id) g
            WHERE g.category = 'route' AND g.may_read
        ))
        OR (member_id = (SELECT access_my_id()) AND EXISTS (
            SELECT FROM access_visible v WHERE v.dossier_id = volunteers_giventask.dossier_id AND v.relation = 'volunteer'
        ))
    );
CREATE POLICY given ON volunteers_giventask FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional()) AND given_by_id = (SELECT access_my_id())
        AND organisation_id = (SELECT access_my_organisation()) AND done_on IS NULL
        AND EXISTS (
            SELECT FROM access_grants(volunteers_giventask.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
        AND volunteers_is_matched(dossier_id, member_id)
    );
CREATE POLICY taken_back ON volunteers_giventask FOR DELETE TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(volunteers_giventask.dossier_id) g
        WHERE g.category = 'route' AND g.may_change
    ));
CREATE POLICY done ON volunteers_giventask FOR UPDATE TO reisgenoot_app
    USING (key = '' AND EXISTS (
        SELECT FROM access_grants(volunteers_giventask.dossier_id) g
        WHERE CASE WHEN member_id = (SELECT access_my_id()) THEN g.category = 'notes' AND g.may_add
                   ELSE g.category = 'route' AND g.may_change END
    ));

-- Questions for help: asked in one's own name by a matched volunteer, read and answered once by professionals of the same
-- organisation who read notes there.
ALTER TABLE volunteers_helpasked ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON volunteers_helpasked TO reisgenoot_app;
GRANT UPDATE (answer, answered_at, answered_by_id) ON volunteers_helpasked TO reisgenoot_app;
CREATE POLICY seen ON volunteers_helpasked FOR SELECT TO reisgenoot_app
    USING (
        ((SELECT access_professional()) AND organisation_id = (SELECT access_my_organisation()) AND EXISTS (
            SELECT FROM access_grants(volunteers_helpasked.dossier_id) g
            WHERE g.category = 'notes' AND g.may_read
        ))
        OR (member_id = (SELECT access_my_id()) AND EXISTS (
            SELECT FROM access_visible v WHERE v.dossier_id = volunteers_helpasked.dossier_id AND v.relation = 'volunteer'
        ))
    );
CREATE POLICY asked ON volunteers_helpasked FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_is('volunteer')) AND member_id = (SELECT access_my_id())
        AND organisation_id = (SELECT access_my_organisation()) AND answered_at IS NULL AND answer = ''
        AND EXISTS (
            SELECT FROM access_grants(volunteers_helpasked.dossier_id) g
            WHERE g.category = 'notes' AND g.may_add
        )
    );
CREATE POLICY answered ON volunteers_helpasked FOR UPDATE TO reisgenoot_app
    USING (
        (SELECT access_professional()) AND organisation_id = (SELECT access_my_organisation()) AND answered_at IS NULL
        AND EXISTS (
            SELECT FROM access_grants(volunteers_helpasked.dossier_id) g
            WHERE g.category = 'notes' AND g.may_add
        )
    )
    WITH CHECK (answered_by_id = (SELECT access_my_id()));

-- Areas of postcodes are no secret; `reisgenoot places` writes them, as the administrator.
GRANT SELECT ON volunteers_place TO reisgenoot_app;

ALTER FUNCTION volunteers_is_matched(bigint, bigint) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION volunteers_is_matched(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION volunteers_is_matched(bigint, bigint) TO reisgenoot_app;
GRANT SELECT, UPDATE, DELETE ON volunteers_match TO reisgenoot_guard;
GRANT SELECT, DELETE ON volunteers_giventask, volunteers_helpasked, volunteers_profile, volunteers_spoken,
    volunteers_training, volunteers_pause TO reisgenoot_guard;
