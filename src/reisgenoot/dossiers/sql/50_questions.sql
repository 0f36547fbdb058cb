-- Asking about a person without learning whether they are known: a question is kept in any case, and reaches the guides of
-- the dossier if exactly one fits. Who asked sees the same row in both cases until a guide answers; whom it reached stands
-- in a table that they never see.

CREATE OR REPLACE FUNCTION dossiers_ask(
    wanted_number text, wanted_name text, wanted_born date, about text, asked text
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    IF NOT access_professional() THEN
        RAISE EXCEPTION 'a professional' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (SELECT count(*) >= 30 FROM access_question q
        WHERE q.member_id = access_my_id() AND q.at > now() - interval '1 day') THEN
        RAISE EXCEPTION 'too often' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    -- A row is written in the second table in any case: 0 where nobody is meant for certain.
    INSERT INTO access_question (member_id, organisation_id, sought, question)
    VALUES (access_my_id(), access_my_organisation(), left(about, 400), left(asked, 2000)) RETURNING id INTO made;
    INSERT INTO access_questionreached (question_id, dossier_id)
    VALUES (made, coalesce(dossiers_meant(wanted_number, wanted_name, wanted_born), 0));
END $$;

-- The answer of a guide who may change the route of the dossier. Once.
CREATE OR REPLACE FUNCTION dossiers_answer(to_question bigint, words text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    about bigint;
BEGIN
    SELECT r.dossier_id INTO about FROM access_questionreached r
    WHERE r.question_id = to_question AND EXISTS (
        SELECT FROM access_grants(r.dossier_id) g WHERE g.category = 'route' AND g.may_change
    ) AND access_professional();
    IF about IS NULL THEN
        RETURN false;
    END IF;
    UPDATE access_question SET answer = left(words, 2000), answered_at = now(), answered_by_id = access_my_id()
    WHERE id = to_question AND answered_at IS NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
    VALUES (access_my_id(), access_my_organisation(), about, 'write', 'answer');
    RETURN true;
END $$;

ALTER TABLE access_question ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON access_question TO reisgenoot_app;
CREATE POLICY seen ON access_question FOR SELECT TO reisgenoot_app
    USING (
        member_id = (SELECT access_my_id())
        OR ((SELECT access_professional()) AND EXISTS (
            SELECT FROM access_questionreached r JOIN access_granted g ON g.dossier_id = r.dossier_id
            WHERE r.question_id = access_question.id AND g.category = 'route' AND g.may_change
        ))
    );

-- Not for who asked, also if they work for the organisation that guides the person: then they see the dossier itself.
ALTER TABLE access_questionreached ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON access_questionreached TO reisgenoot_app;
CREATE POLICY guided ON access_questionreached FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(access_questionreached.dossier_id) g
        WHERE g.category = 'route' AND g.may_change
    ));

ALTER FUNCTION dossiers_ask(text, text, date, text, text) OWNER TO reisgenoot_guard;
ALTER FUNCTION dossiers_answer(bigint, text) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_ask(text, text, date, text, text), dossiers_answer(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_ask(text, text, date, text, text), dossiers_answer(bigint, text) TO reisgenoot_app;
GRANT SELECT, INSERT, UPDATE ON access_question TO reisgenoot_guard;
GRANT SELECT, INSERT ON access_questionreached TO reisgenoot_guard;
GRANT SELECT ON access_consentnotice TO reisgenoot_guard;

-- What the worklist tells: emergency access in the last week to dossiers of which whoever is asking is the worker (for a
-- coordinator: of which the organisation is responsible), open questions about them, and consents given or withdrawn there,
-- or to the own organisation; and how many notifications wait. From the dossiers on, by index.
CREATE OR REPLACE FUNCTION dossiers_notices(
    OUT emergencies bigint, OUT questions bigint, OUT consents bigint, OUT unread bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS (
        SELECT d.person_id FROM access_me() me JOIN dossiers_dossier d ON d.worker_id = me.id
        WHERE me.wide AND me.role <> 'coordinator' AND d.organisation_id = me.organisation_id
    ), recent AS (
        SELECT e.dossier_id FROM access_emergencyaccess e
        WHERE e.at > now() - interval '7 days' AND e.member_id <> access_my_id()
    ), waiting AS (
        SELECT r.dossier_id FROM access_question q JOIN access_questionreached r ON r.question_id = q.id
        WHERE q.answered_at IS NULL AND q.member_id <> access_my_id() AND r.dossier_id > 0
    ), told AS (
        SELECT c.dossier_id, c.recipient_id = n.organisation_id AS received
        FROM access_consentnotice n JOIN access_consent c ON c.id = n.consent_id
        WHERE n.organisation_id = access_my_organisation() AND n.read_at IS NULL AND n.at > now() - interval '90 days'
          AND access_professional()
    )
    SELECT (SELECT count(*) FROM recent WHERE dossier_id IN (SELECT person_id FROM mine)
               OR (access_is('coordinator') AND dossiers_ours(dossier_id))),
           (SELECT count(*) FROM waiting WHERE dossier_id IN (SELECT person_id FROM mine)
               OR (access_is('coordinator') AND dossiers_ours(dossier_id))),
           (SELECT count(*) FROM told WHERE received OR dossier_id IN (SELECT person_id FROM mine)
               OR access_is('coordinator')),
           notices_unread()
$$;
ALTER FUNCTION dossiers_notices() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_notices() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_notices() TO reisgenoot_app;
