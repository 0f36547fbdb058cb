-- Emergency access: a coordinator gets into one dossier for an hour, by naming the person exactly and giving a reason. The
-- dossier's organisation, the person and the data-protection officers see it at once and for ever. An attempt that finds
-- nobody is kept too, and both count: ten in an hour, then no more.

-- The one dossier of the person who is meant: by V-number, or by full name and birth date; null if it is not for certain.
-- For the functions of emergency access and questions alone: nobody may call it by itself.
CREATE OR REPLACE FUNCTION dossiers_meant(wanted_number text, wanted_name text, wanted_born date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN count(*) = 1 THEN min(d.person_id) END
    FROM dossiers_dossier d
    WHERE (wanted_number <> '' AND EXISTS (
              SELECT FROM people_identifier i
              WHERE i.person_id = d.person_id AND i.kind = 'v_number' AND i.value = wanted_number
          ))
       OR (wanted_number = '' AND wanted_name <> '' AND EXISTS (
              SELECT FROM people_person p JOIN people_personname n ON n.person_id = p.id
              WHERE p.id = d.person_id AND p.born = wanted_born AND split_part(n.search, ' | ', 1) = wanted_name
          ))
$$;
ALTER FUNCTION dossiers_meant(text, text, date) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_meant(text, text, date) FROM PUBLIC;

CREATE OR REPLACE FUNCTION dossiers_emergency(wanted_number text, wanted_name text, wanted_born date, why text)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    hit bigint;
BEGIN
    IF NOT access_is('coordinator') OR length(btrim(why)) < 10 THEN
        RAISE EXCEPTION 'a coordinator with a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (SELECT count(*) >= 10 FROM access_emergencyaccess e
        WHERE e.member_id = access_my_id() AND e.at > now() - interval '1 hour') THEN
        RAISE EXCEPTION 'too often' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    hit := dossiers_meant(wanted_number, wanted_name, wanted_born);
    INSERT INTO access_emergencyaccess (until, member_id, organisation_id, dossier_id, reason)
    VALUES (now() + interval '1 hour', access_my_id(), access_my_organisation(), hit, left(btrim(why), 1000));
    IF hit IS NOT NULL THEN
        INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        VALUES (access_my_id(), access_my_organisation(), hit, 'read', 'emergency');
    END IF;
    RETURN hit;
END $$;

-- Whether the organisation of whoever is asking is responsible for a dossier; also for those who see none.
CREATE OR REPLACE FUNCTION dossiers_ours(dossier bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM dossiers_dossier d WHERE d.person_id = dossier AND d.organisation_id = access_my_organisation()
    )
$$;

ALTER TABLE access_emergencyaccess ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON access_emergencyaccess TO reisgenoot_app;
CREATE POLICY seen ON access_emergencyaccess FOR SELECT TO reisgenoot_app
    USING (
        member_id = (SELECT access_my_id())
        OR EXISTS (
            SELECT FROM access_grants(access_emergencyaccess.dossier_id) g
            WHERE g.category = 'route' AND g.may_read
        )
        OR ((SELECT access_is('privacy_officer'))
            AND (organisation_id = (SELECT access_my_organisation()) OR dossiers_ours(dossier_id)))
    );

ALTER FUNCTION dossiers_emergency(text, text, date, text) OWNER TO reisgenoot_guard;
ALTER FUNCTION dossiers_ours(bigint) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_emergency(text, text, date, text), dossiers_ours(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_emergency(text, text, date, text), dossiers_ours(bigint) TO reisgenoot_app;
GRANT SELECT ON people_identifier, people_person, people_personname, dossiers_dossier TO reisgenoot_guard;
GRANT SELECT, INSERT ON access_emergencyaccess TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_emergencyaccess_id_seq TO reisgenoot_guard;
GRANT INSERT ON access_accesslog TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_accesslog_id_seq TO reisgenoot_guard;
