-- Tokens: a system of an organisation acts as one of its members. Nobody reads what is kept of one but `access_enter_by_token`.

-- The member whose token this is, if it holds, and they may act: this transaction then acts as them. Otherwise no row, and
-- nobody acts. `strong`: the log-ins of organisations that ask for a second factor themselves.
CREATE OR REPLACE FUNCTION access_enter_by_token(hashed bytea, strong text[])
RETURNS TABLE (member access_member, ends_on date)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    known record;
BEGIN
    PERFORM set_config('reisgenoot.member', '', true);
    PERFORM set_config('plan_cache_mode', 'force_generic_plan', true);
    SELECT m AS member, t.id AS token, t.ends_on, t.last_used_at INTO known
    FROM access_apitoken t
    JOIN access_member m ON m.id = t.member_id
    JOIN access_organisation o ON o.id = m.organisation_id
    JOIN access_user u ON u.id = m.user_id
    WHERE t.digest = hashed AND t.revoked_at IS NULL AND t.ends_on > access_today() AND u.is_active
      AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
      AND (NOT o.mfa_required OR t.vouched_by = ANY (strong) OR EXISTS (
          SELECT FROM mfa_authenticator a WHERE a.user_id = m.user_id AND a.type IN ('totp', 'webauthn')
      ));
    IF NOT FOUND THEN
        RETURN;
    END IF;
    -- Every few minutes will do; and calls at the same moment don't wait for each other.
    IF known.last_used_at IS NULL OR known.last_used_at < now() - interval '5 minutes' THEN
        UPDATE access_apitoken SET last_used_at = now()
        WHERE id = (SELECT t.id FROM access_apitoken t WHERE t.id = known.token FOR UPDATE SKIP LOCKED);
    END IF;
    PERFORM set_config('reisgenoot.member', ((known.member)::access_member).id::text, true);
    member := known.member;
    ends_on := known.ends_on;
    RETURN NEXT;
END $$;
ALTER FUNCTION access_enter_by_token(bytea, text[]) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION access_enter_by_token(bytea, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_enter_by_token(bytea, text[]) TO reisgenoot_app;
GRANT SELECT, UPDATE (last_used_at) ON access_apitoken TO reisgenoot_guard;
GRANT SELECT (id, is_active) ON access_user TO reisgenoot_guard;

-- One's own, in every role that one has; and of whoever works in the organisation of the administrator. Made for the role
-- in which one acts, by those who open dossiers, for a year at most; revoked for good.
ALTER TABLE access_apitoken ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT (id, member_id, name, vouched_by, made_at, ends_on, last_used_at, revoked_at, revoked_by_id), INSERT,
    UPDATE (revoked_at, revoked_by_id) ON access_apitoken TO reisgenoot_app;
CREATE POLICY known ON access_apitoken FOR SELECT TO reisgenoot_app
    USING (
        member_id IN (SELECT m.id FROM access_member m WHERE m.user_id = (SELECT access_my_user()))
        OR ((SELECT access_is('administrator')) AND member_id IN (
            SELECT m.id FROM access_member m WHERE m.organisation_id = (SELECT access_my_organisation())
        ))
    );
CREATE POLICY made ON access_apitoken FOR INSERT TO reisgenoot_app
    WITH CHECK (
        member_id = (SELECT access_my_id()) AND (SELECT access_professional())
        AND ends_on > access_today() AND ends_on <= access_today() + 366
        AND last_used_at IS NULL AND revoked_at IS NULL AND revoked_by_id IS NULL
    );
CREATE POLICY revoked ON access_apitoken FOR UPDATE TO reisgenoot_app
    USING (
        revoked_at IS NULL AND (
            member_id IN (SELECT m.id FROM access_member m WHERE m.user_id = (SELECT access_my_user()))
            OR ((SELECT access_is('administrator')) AND member_id IN (
                SELECT m.id FROM access_member m WHERE m.organisation_id = (SELECT access_my_organisation())
            ))
        )
    )
    WITH CHECK (revoked_at IS NOT NULL AND revoked_by_id = (SELECT access_my_id()));
