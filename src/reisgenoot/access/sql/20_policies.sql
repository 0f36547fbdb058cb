-- Organisations and users are no secret to the application: nobody can log in without them.
GRANT SELECT ON access_organisation TO reisgenoot_app;
GRANT SELECT, INSERT, UPDATE ON access_user TO reisgenoot_app;

-- Members: known to every member, kept by the administrator of their organisation.
ALTER TABLE access_member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON access_member TO reisgenoot_app;
CREATE POLICY known ON access_member FOR SELECT TO reisgenoot_app
    USING ((SELECT access_my_id()) IS NOT NULL);
CREATE POLICY hired ON access_member FOR INSERT TO reisgenoot_app
    WITH CHECK (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('administrator')));
CREATE POLICY kept ON access_member FOR UPDATE TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('administrator')));

-- Forms that were sent: one's own. The worker forgets them after a day.
ALTER TABLE access_sent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON access_sent TO reisgenoot_app;
GRANT UPDATE (location) ON access_sent TO reisgenoot_app;
CREATE POLICY own ON access_sent TO reisgenoot_app USING (member_id = (SELECT access_my_id()));

CREATE OR REPLACE FUNCTION access_forget_sent() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (DELETE FROM access_sent WHERE at < now() - interval '1 day' RETURNING 1) SELECT count(*) FROM gone
$$;
ALTER FUNCTION access_forget_sent() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION access_forget_sent() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_forget_sent() TO reisgenoot_app;
GRANT SELECT, DELETE ON access_sent TO reisgenoot_guard;

-- Involvements: seen with the dossier, but by a recipient of consent and by a volunteer only as far as they are their own.
-- A professional opens a dossier for their own organisation, brings
-- others into a dossier whose route they may change, and ends the part of their own.
ALTER TABLE access_involvement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON access_involvement TO reisgenoot_app;
GRANT UPDATE (member_id, ends_on) ON access_involvement TO reisgenoot_app;
CREATE POLICY involved ON access_involvement FOR SELECT TO reisgenoot_app
    USING (
        EXISTS (
            SELECT FROM access_visible v WHERE v.dossier_id = access_involvement.dossier_id AND v.relation <> 'consent'
            AND (v.relation <> 'volunteer' OR access_involvement.member_id = (SELECT access_my_id()))
        )
        -- One's own, while it runs, by its own columns: INSERT … RETURNING does not see the new row in a view yet.
        OR (
            organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
            AND begins_on <= access_today() AND (ends_on IS NULL OR ends_on > access_today())
        )
    );
CREATE POLICY opened ON access_involvement FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional())
        AND (
            EXISTS (
                SELECT FROM access_grants(access_involvement.dossier_id) g
                WHERE g.category = 'route' AND g.may_change
            )
            OR (organisation_id = (SELECT access_my_organisation()) AND access_unclaimed(dossier_id))
        )
        AND reads_until IS NULL  -- reading on is what a hand-over leaves behind, not what somebody gives themselves
    );
-- What has ended stays ended: reading on after a hand-over does not let anybody back in.
CREATE POLICY ended ON access_involvement FOR UPDATE TO reisgenoot_app
    USING (
        (SELECT access_professional()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = access_involvement.dossier_id)
        AND (ends_on IS NULL OR ends_on > access_today())
    )
    WITH CHECK ((SELECT access_professional()) AND organisation_id = (SELECT access_my_organisation()));
