-- Calendar feeds. One's own to make and to revoke; read by whoever knows the secret.
ALTER TABLE dossiers_calendarfeed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_calendarfeed TO reisgenoot_app;
GRANT UPDATE (revoked_at) ON dossiers_calendarfeed TO reisgenoot_app;
CREATE POLICY own ON dossiers_calendarfeed TO reisgenoot_app
    USING (member_id = (SELECT access_my_id()) AND ((SELECT access_professional()) OR (SELECT access_is('volunteer'))));
CREATE POLICY stays ON dossiers_calendarfeed AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING (revoked_at IS NULL) WITH CHECK (revoked_at IS NOT NULL);

-- Whether a secret (its SHA-256) is that of a feed that may be read now: of a membership that runs, of somebody who can log in.
-- The answer takes the same look-up for every secret.
CREATE OR REPLACE FUNCTION dossiers_feed_of(secret bytea) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE dossiers_calendarfeed f SET used_on = access_today()
    FROM access_member m JOIN access_user u ON u.id = m.user_id
    WHERE f.digest = secret AND f.revoked_at IS NULL AND m.id = f.member_id AND u.is_active
      AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
    RETURNING f.member_id
$$;

-- What it tells: nothing about whom, and the place only if its owner wants that. As far as they may see the dossiers now.
CREATE OR REPLACE FUNCTION dossiers_feed(secret bytea)
RETURNS TABLE (
    id bigint, kind text, starts_at timestamptz, ends_at timestamptz, place text, changes integer, changed_at timestamptz,
    cancelled boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.id, a.kind::text, a.starts_at, a.ends_at, CASE WHEN f.with_place THEN a.place::text ELSE '' END,
           a.changes::integer, a.changed_at, a.cancelled
    FROM dossiers_calendarfeed f
    JOIN dossiers_appointmentmember g ON g.member_id = f.member_id
        AND g.starts_at > now() - interval '30 days' AND g.starts_at < now() + interval '400 days'
    JOIN dossiers_appointment a ON a.id = g.appointment_id
    WHERE f.digest = secret AND f.revoked_at IS NULL
      AND dossiers_attends(a.id, a.dossier_id, f.member_id)
    ORDER BY a.starts_at, a.id
$$;

ALTER FUNCTION dossiers_feed_of(bytea) OWNER TO reisgenoot_guard;
ALTER FUNCTION dossiers_feed(bytea) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_feed_of(bytea), dossiers_feed(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_feed_of(bytea), dossiers_feed(bytea) TO reisgenoot_app;
GRANT SELECT, UPDATE ON dossiers_calendarfeed TO reisgenoot_guard;
GRANT SELECT ON access_user TO reisgenoot_guard;
