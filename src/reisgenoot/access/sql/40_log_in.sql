-- Log-in: what happened to accounts, how often a log-in failed, and whether an organisation requires a second factor.

-- Who is asking, as somebody who logs in.
CREATE OR REPLACE FUNCTION access_my_user() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (SELECT m.user_id FROM access_member m WHERE m.id = access_my_id());

-- Notes an event of an account, in the name of whoever is asking unless that is the owner. A function, because a log-in
-- that fails comes from nobody; nothing if there is no such account.
CREATE OR REPLACE FUNCTION access_note(of_user bigint, what text, how text, "from" inet, device text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO access_accountevent (user_id, act, about, address, device, by_id)
    SELECT of_user, what, left(how, 100), "from", left(device, 200),
        CASE WHEN access_my_user() IS DISTINCT FROM of_user THEN access_my_id() END
    WHERE of_user IS NOT NULL
$$;

-- Until when an attempt on any of these keys must wait; null: it may go on, and counts as failed until it is forgiven.
-- Counting comes first, under the lock of the row, so that a hundred guesses at once are a hundred guesses. Up to `free`
-- failures cost nothing; then the wait doubles from `first` seconds up to `longest`. A quiet day forgets all.
CREATE OR REPLACE FUNCTION access_attempt(keys text[], free int[], first int[], longest int[]) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    until timestamptz;
BEGIN
    INSERT INTO access_loginattempts (key, failed, last_at, wait_until)
    SELECT k, 0, clock_timestamp(), clock_timestamp() FROM unnest(keys) k ORDER BY k ON CONFLICT DO NOTHING;
    PERFORM FROM access_loginattempts a WHERE a.key = ANY (keys) ORDER BY a.key FOR UPDATE;
    SELECT max(a.wait_until) INTO until FROM access_loginattempts a WHERE a.key = ANY (keys);
    IF until > clock_timestamp() THEN
        RETURN until;
    END IF;
    UPDATE access_loginattempts a
    SET failed = n.failed, last_at = clock_timestamp(),
        wait_until = clock_timestamp() + CASE
            WHEN n.failed < u.free THEN interval '0'
            ELSE make_interval(secs => least(u.longest, u.first * 2 ^ least(n.failed - u.free, 20)))
        END
    FROM unnest(keys, free, first, longest) AS u (key, free, first, longest)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN b.last_at < clock_timestamp() - interval '1 day' THEN 1 ELSE b.failed + 1 END AS failed
        FROM access_loginattempts b WHERE b.key = u.key
    ) n
    WHERE a.key = u.key;
    RETURN NULL;
END $$;

-- The attempt was right: it does not count. What failed before it still does, except on this device.
CREATE OR REPLACE FUNCTION access_attempt_forgiven(device_key text, account_key text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE access_loginattempts SET failed = greatest(failed - 1, 0), wait_until = clock_timestamp()
    WHERE key = account_key;
    DELETE FROM access_loginattempts WHERE key = device_key
$$;

-- What has had its quiet day.
CREATE OR REPLACE FUNCTION access_attempts_forget() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DELETE FROM access_loginattempts WHERE last_at < clock_timestamp() - interval '1 day' $$;

-- An administrator requires a second factor of all who work in their organisation, or no longer. Whether that changed it.
CREATE OR REPLACE FUNCTION access_require_mfa(required boolean) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH changed AS (
        UPDATE access_organisation SET mfa_required = required
        WHERE id = access_my_organisation() AND access_is('administrator') AND mfa_required <> required RETURNING id
    )
    SELECT EXISTS (SELECT FROM changed)
$$;

-- One's own, those of whoever works in the organisation of the administrator, and what the administrator did.
ALTER TABLE access_accountevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON access_accountevent TO reisgenoot_app;
CREATE POLICY own ON access_accountevent FOR SELECT TO reisgenoot_app
    USING (
        user_id = (SELECT access_my_user())
        OR ((SELECT access_is('administrator')) AND user_id IN (
            SELECT m.user_id FROM access_member m
            WHERE m.organisation_id = (SELECT access_my_organisation()) AND m.begins_on <= access_today()
              AND (m.ends_on IS NULL OR m.ends_on > access_today())
        ))
        OR by_id = (SELECT access_my_id())
    );
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_accountevent EXECUTE FUNCTION access_log_stays();

ALTER TABLE access_loginattempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY nobody ON access_loginattempts TO reisgenoot_app USING (false);

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'access_my_user()', 'access_note(bigint, text, text, inet, text)',
        'access_attempt(text[], int[], int[], int[])', 'access_attempt_forgiven(text, text)',
        'access_attempts_forget()', 'access_require_mfa(boolean)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
GRANT SELECT, INSERT ON access_accountevent TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_accountevent_id_seq TO reisgenoot_guard;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_loginattempts TO reisgenoot_guard;
GRANT UPDATE (mfa_required) ON access_organisation TO reisgenoot_guard;
