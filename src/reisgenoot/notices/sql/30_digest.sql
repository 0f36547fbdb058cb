-- How many unread notifications whoever is asking has: from an index alone, on every page.
CREATE OR REPLACE FUNCTION notices_unread() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (
    SELECT count(*) FROM notices_notification n
    WHERE n.recipient_id = access_my_id() AND n.read_at IS NULL AND n.in_app
);

-- The daily e-mail: who gets one, and how many notifications it counts. Nobody is acting there; nothing of a newcomer is told.
CREATE OR REPLACE FUNCTION notices_digest_due() RETURNS TABLE (member_id bigint, waiting bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.id, count(*)
    FROM notices_notification n
    JOIN access_member m ON m.id = n.recipient_id
    JOIN access_user u ON u.id = m.user_id
    LEFT JOIN notices_digestchoice c ON c.member_id = m.id
    WHERE n.read_at IS NULL AND n.by_mail AND n.mailed_at IS NULL
      AND u.is_active AND coalesce(c.wanted, true)
      AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
    GROUP BY m.id ORDER BY m.id
$$;

-- Takes what is to be mailed to one member, so that no other run mails it too; what they want by e-mail alone is read with
-- that. Whoever can't send it gives it back.
CREATE OR REPLACE FUNCTION notices_digest_take(wanted bigint, moment timestamptz)
RETURNS TABLE (email text, organisation text, language text, kind text, many bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH taken AS (
        UPDATE notices_notification n
        SET mailed_at = moment, read_at = CASE WHEN n.in_app THEN NULL ELSE moment END
        WHERE n.recipient_id = wanted AND n.read_at IS NULL AND n.by_mail AND n.mailed_at IS NULL
          AND wanted IN (SELECT d.member_id FROM notices_digest_due() d)
        RETURNING n.kind
    )
    SELECT u.email::text, o.name::text, coalesce(c.language, '')::text, t.kind::text, count(*)
    FROM taken t
    JOIN access_member m ON m.id = wanted
    JOIN access_user u ON u.id = m.user_id
    JOIN access_organisation o ON o.id = m.organisation_id
    LEFT JOIN notices_digestchoice c ON c.member_id = m.id
    GROUP BY u.email, o.name, c.language, t.kind ORDER BY t.kind
$$;

CREATE OR REPLACE FUNCTION notices_digest_give_back(wanted bigint, moment timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE notices_notification n
    SET mailed_at = NULL, read_at = CASE WHEN n.read_at = moment THEN NULL ELSE n.read_at END
    WHERE n.recipient_id = wanted AND n.mailed_at = moment
      -- Not where the same happened again meanwhile: one unread row is enough.
      AND NOT (n.read_at IS NOT DISTINCT FROM moment AND EXISTS (
          SELECT FROM notices_notification o
          WHERE o.recipient_id = wanted AND o.kind = n.kind AND o.dossier_id IS NOT DISTINCT FROM n.dossier_id
            AND o.read_at IS NULL
      ))
$$;

-- What was read thirty days ago, and what nobody read in half a year.
CREATE OR REPLACE FUNCTION notices_forget() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM notices_notification
        WHERE read_at < now() - interval '30 days' OR at < now() - interval '182 days' RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'notices_unread()', 'notices_digest_due()', 'notices_digest_take(bigint, timestamptz)',
        'notices_digest_give_back(bigint, timestamptz)', 'notices_forget()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
GRANT SELECT, UPDATE, DELETE ON notices_notification TO reisgenoot_guard;
GRANT SELECT ON notices_digestchoice, access_user, access_organisation, access_member TO reisgenoot_guard;
