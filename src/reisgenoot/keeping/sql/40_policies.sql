-- Who sees and sets terms, suspensions, limitations, requests and certificates.

-- The rules themselves are no secret.
GRANT SELECT ON keeping_rule TO reisgenoot_app;

-- An organisation's own terms: set by its data-protection officer, within the law, whoever asks; seen by its coordinators.
CREATE OR REPLACE FUNCTION keeping_within_law() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    law record;
BEGIN
    SELECT * INTO law FROM keeping_rule_of(NEW.organisation_id, NEW.kind);
    IF NOT FOUND OR NEW.term::interval < law.shortest OR NEW.term::interval > law.longest OR NEW.term::interval <= '0' THEN
        RAISE EXCEPTION 'outside the law' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION keeping_within_law() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION keeping_within_law() FROM PUBLIC;
CREATE TRIGGER within_law BEFORE INSERT ON keeping_ownterm FOR EACH ROW EXECUTE FUNCTION keeping_within_law();
ALTER TABLE keeping_ownterm ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON keeping_ownterm TO reisgenoot_app;
CREATE POLICY seen ON keeping_ownterm FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()));
CREATE POLICY officer ON keeping_ownterm FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_is('privacy_officer')) AND organisation_id = (SELECT access_my_organisation())
        AND set_by_id = (SELECT access_my_id())
    );

-- Suspensions: by who works on the dossier, and by the officer of the responsible organisation.
CREATE OR REPLACE FUNCTION keeping_may_hold(dossier bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN access_works_on(dossier) OR (access_is('privacy_officer') AND dossiers_ours(dossier));
ALTER FUNCTION keeping_may_hold(bigint) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION keeping_may_hold(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keeping_may_hold(bigint) TO reisgenoot_app;
ALTER TABLE keeping_hold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (lifted_on, lifted_by_id) ON keeping_hold TO reisgenoot_app;
CREATE POLICY seen ON keeping_hold FOR SELECT TO reisgenoot_app USING (keeping_may_hold(dossier_id));
CREATE POLICY set ON keeping_hold FOR INSERT TO reisgenoot_app
    WITH CHECK (
        keeping_may_hold(dossier_id) AND lifted_on IS NULL AND set_by_id = (SELECT access_my_id())
        AND organisation_id = (SELECT access_my_organisation())
    );
CREATE POLICY lifted ON keeping_hold FOR UPDATE TO reisgenoot_app
    USING (keeping_may_hold(dossier_id)) WITH CHECK (lifted_by_id = (SELECT access_my_id()));

-- A limitation is seen by everybody who opens the dossier (a volunteer does not); set and lifted by who works on it.
ALTER TABLE access_limitation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (lifted_on, lifted_by_id) ON access_limitation TO reisgenoot_app;
CREATE POLICY seen ON access_limitation FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_visible v WHERE v.dossier_id = access_limitation.dossier_id AND v.relation <> 'volunteer'
    ));
CREATE POLICY set ON access_limitation FOR INSERT TO reisgenoot_app
    WITH CHECK (
        access_works_on(dossier_id) AND lifted_on IS NULL AND member_id = (SELECT access_my_id())
        AND organisation_id = (SELECT access_my_organisation())
    );
CREATE POLICY lifted ON access_limitation FOR UPDATE TO reisgenoot_app
    USING (access_works_on(dossier_id)) WITH CHECK (lifted_by_id = (SELECT access_my_id()));

-- Requests with the person's words: for who works on the dossier. The officer reads the frame, see `keeping_requests`.
ALTER TABLE keeping_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (due_on, extended_on, extended_why, state, outcome, closed_on, closed_by_id)
    ON keeping_request TO reisgenoot_app;
CREATE POLICY seen ON keeping_request FOR SELECT TO reisgenoot_app USING (access_works_on(dossier_id));
CREATE POLICY recorded ON keeping_request FOR INSERT TO reisgenoot_app
    WITH CHECK (
        access_works_on(dossier_id) AND state = 'open' AND recorded_by_id = (SELECT access_my_id())
        AND organisation_id = (SELECT access_my_organisation())
    );
CREATE POLICY handled ON keeping_request FOR UPDATE TO reisgenoot_app USING (access_works_on(dossier_id));

-- Erasures: planned by an overseer for what has passed its term, or by who works on the dossier at the person's request.
-- Whether it may be erased is judged again when it is carried out.
ALTER TABLE keeping_erasure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON keeping_erasure TO reisgenoot_app;
CREATE POLICY seen ON keeping_erasure FOR SELECT TO reisgenoot_app
    USING (
        (organisation_id = (SELECT access_my_organisation()) AND (SELECT keeping_overseer()))
        OR member_id = (SELECT access_my_id())
    );
CREATE POLICY planned ON keeping_erasure FOR INSERT TO reisgenoot_app
    WITH CHECK (
        state = 'planned' AND organisation_id = (SELECT access_my_organisation()) AND member_id = (SELECT access_my_id())
        AND CASE cause
            WHEN 'term' THEN (SELECT keeping_overseer()) AND dossier_id IS NULL AND request_id IS NULL
            ELSE EXISTS (
                SELECT FROM keeping_request r
                WHERE r.id = request_id AND r.dossier_id = keeping_erasure.dossier_id AND r.kind = 'erase' AND r.state = 'open'
            )
        END
    );

ALTER TABLE keeping_erasedpart ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON keeping_erasedpart TO reisgenoot_app;
CREATE POLICY seen ON keeping_erasedpart FOR SELECT TO reisgenoot_app USING (access_works_on(dossier_id));

ALTER TABLE keeping_fileleft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY nobody ON keeping_fileleft TO reisgenoot_app USING (false);
