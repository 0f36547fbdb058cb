-- Notifications are one's own. They come about by these functions alone.

-- Stores one for each of these members who works somewhere today, as they chose; the last two say what holds for who chose
-- nothing. For functions of the database that tell something by themselves.
CREATE OR REPLACE FUNCTION notices_store(what text, about bigint, members bigint[], in_app boolean, by_mail boolean)
RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO notices_notification (recipient_id, kind, dossier_id, in_app, by_mail)
    SELECT m.id, what, about, c.in_app, c.by_mail
    FROM access_member m
    LEFT JOIN notices_notificationchoice own ON own.member_id = m.id AND own.kind = what
    CROSS JOIN LATERAL (
        SELECT coalesce(own.in_app, notices_store.in_app) AS in_app, coalesce(own.by_mail, notices_store.by_mail) AS by_mail
    ) c
    WHERE m.id = ANY (members) AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
      AND (c.in_app OR c.by_mail)
    ON CONFLICT DO NOTHING
$$;

-- The same for whoever is acting: about a dossier that they can see, and not to themselves. Recipients need not see it yet.
CREATE OR REPLACE FUNCTION notices_notify(what text, about bigint, members bigint[], in_app boolean, by_mail boolean)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF access_my_id() IS NULL
       OR (about IS NOT NULL AND NOT EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = about)) THEN
        RAISE EXCEPTION 'notify: nobody is acting, or they do not see the dossier' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM notices_store(what, about, array_remove(members, access_my_id()), in_app, by_mail);
END $$;

-- What a volunteer's people are called, while they are matched: they read no dossier.
CREATE OR REPLACE FUNCTION notices_matched(these bigint[]) RETURNS TABLE (dossier_id bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.person_id, d.name::text FROM dossiers_dossier d
    WHERE d.person_id = ANY (these)
      AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = d.person_id AND v.relation = 'volunteer')
$$;
ALTER FUNCTION notices_matched(bigint[]) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION notices_matched(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_matched(bigint[]) TO reisgenoot_app;
GRANT SELECT ON dossiers_dossier TO reisgenoot_guard;

ALTER TABLE notices_notification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (read_at, in_app, by_mail) ON notices_notification TO reisgenoot_app;
CREATE POLICY own ON notices_notification TO reisgenoot_app USING (recipient_id = (SELECT access_my_id()));

ALTER TABLE notices_notificationchoice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON notices_notificationchoice TO reisgenoot_app;
CREATE POLICY own ON notices_notificationchoice TO reisgenoot_app USING (member_id = (SELECT access_my_id()));

ALTER TABLE notices_digestchoice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON notices_digestchoice TO reisgenoot_app;
CREATE POLICY own ON notices_digestchoice TO reisgenoot_app USING (member_id = (SELECT access_my_id()));

ALTER FUNCTION notices_store(text, bigint, bigint[], boolean, boolean) OWNER TO reisgenoot_guard;
ALTER FUNCTION notices_notify(text, bigint, bigint[], boolean, boolean) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION notices_store(text, bigint, bigint[], boolean, boolean),
    notices_notify(text, bigint, bigint[], boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_notify(text, bigint, bigint[], boolean, boolean) TO reisgenoot_app;
GRANT SELECT, INSERT ON notices_notification TO reisgenoot_guard;
GRANT SELECT ON notices_notificationchoice TO reisgenoot_guard;
