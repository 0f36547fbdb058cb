-- What pages show. A data-protection officer sees the number of a dossier and who guides it, never a name; a coordinator of
-- the responsible organisation sees whom it concerns.

CREATE OR REPLACE FUNCTION keeping_overseer() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN access_is('privacy_officer') OR access_is('coordinator');

-- What will be erased by a day, of whoever is asking's organisation, first what comes first. A part that goes with its
-- dossier is not named apart.
CREATE OR REPLACE FUNCTION keeping_list(upto date, many integer, beyond integer)
RETURNS TABLE (dossier_id bigint, name text, worker text, kind text, since date, due_on date, by_kind text,
               by_data text, entries bigint, held boolean, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.dossier_id, CASE WHEN access_is('coordinator') THEN d.name END, w.name, u.kind, u.since, u.due_on, u.by_kind,
           u.by_data, u.entries, keeping_held(u.dossier_id, NULL), count(*) OVER ()
    FROM keeping_units(CASE WHEN keeping_overseer() THEN access_my_organisation() END, NULL) u
    JOIN dossiers_dossier d ON d.person_id = u.dossier_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    WHERE u.due_on <= upto AND (u.kind = 'dossier' OR (u.due_on < u.whole_due_on AND u.whole_due_on > access_today()))
    ORDER BY u.due_on, u.dossier_id, u.kind LIMIT many OFFSET beyond
$$;

CREATE OR REPLACE FUNCTION keeping_list_loose(upto date) RETURNS TABLE (kind text, first_due date, entries bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.* FROM keeping_loose(CASE WHEN keeping_overseer() THEN access_my_organisation() END, upto) l ORDER BY 2, 1
$$;

-- What of one dossier is kept until when, for who works on it.
CREATE OR REPLACE FUNCTION keeping_of_dossier(wanted bigint)
RETURNS TABLE (kind text, since date, due_on date, kept_until date, by_kind text, by_data text, entries bigint,
               shared boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.kind, u.since, u.due_on, u.kept_until, u.by_kind, u.by_data, u.entries, u.shared
    FROM keeping_units(NULL, CASE WHEN access_works_on(wanted) THEN wanted END) u
    ORDER BY u.kind <> 'dossier', u.due_on, u.kind
$$;

-- The requests to one's organisation: the frame, without the person's words, and without a name for the officer.
CREATE OR REPLACE FUNCTION keeping_requests(wanted_state text, wanted_kind text, many integer, beyond integer)
RETURNS TABLE (id bigint, dossier_id bigint, name text, worker text, kind text, received_on date, due_on date,
               extended_on date, state text, closed_on date, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.id, r.dossier_id, CASE WHEN access_is('coordinator') THEN d.name END, w.name, r.kind, r.received_on, r.due_on,
           r.extended_on, r.state, r.closed_on, count(*) OVER ()
    FROM keeping_request r
    LEFT JOIN dossiers_dossier d ON d.person_id = r.dossier_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    WHERE keeping_overseer() AND r.organisation_id = access_my_organisation()
      AND (wanted_kind = '' OR r.kind = wanted_kind)
      AND CASE wanted_state WHEN 'open' THEN r.state = 'open' WHEN 'answered' THEN r.state <> 'open' ELSE true END
    ORDER BY r.state <> 'open', CASE WHEN r.state = 'open' THEN r.due_on END, r.closed_on DESC, r.id
    LIMIT many OFFSET beyond
$$;

-- Whether something stops the erasure that a request asks for, told to who works on the dossier.
CREATE OR REPLACE FUNCTION keeping_stopped(of_dossier bigint, for_request bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN access_works_on(of_dossier) AND keeping_held(of_dossier, for_request);

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'keeping_rule_of(bigint, text)', 'keeping_kind_of(text, text)', 'keeping_units(bigint, bigint)',
        'keeping_held(bigint, bigint)', 'keeping_loose(bigint, date)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
    FOREACH it IN ARRAY ARRAY[
        'keeping_overseer()', 'keeping_list(date, integer, integer)', 'keeping_list_loose(date)',
        'keeping_of_dossier(bigint)', 'keeping_requests(text, text, integer, integer)', 'keeping_stopped(bigint, bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
