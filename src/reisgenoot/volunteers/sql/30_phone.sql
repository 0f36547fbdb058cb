-- What a matched volunteer sees and does. They read no row of a dossier, its facts, tasks or plan: these functions give what is
-- theirs, and nothing else. All of them begin with the relation `volunteer`, so they are shut on the day on which a match ends.

-- The people with whom whoever is asking is matched: name, address, telephone, and whom to ask.
CREATE OR REPLACE FUNCTION volunteers_my_people()
RETURNS TABLE (
    dossier_id bigint, name text, address text, postcode text, municipality text, phone text, head boolean, together bigint,
    kind text, begins_on date, until date, last_contact date, limited boolean, guide text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT ON (v.dossier_id)
           v.dossier_id, d.name::text, p.address::text, p.postcode::text, d.municipality::text, p.phone::text,
           coalesce(h.role = 'head', true), coalesce(m.together, v.dossier_id), coalesce(m.kind, 'guide')::text,
           v.begins_on, v.until, m.last_contact,
           EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = v.dossier_id),
           CASE WHEN w.organisation_id = access_my_organisation() THEN w.name ELSE '' END::text
    FROM access_visible v
    JOIN dossiers_dossier d ON d.person_id = v.dossier_id
    JOIN people_person p ON p.id = v.dossier_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    LEFT JOIN people_householdmember h ON h.person_id = v.dossier_id AND h.begins_on <= access_today()
        AND (h.ends_on IS NULL OR h.ends_on > access_today())
    LEFT JOIN volunteers_match m ON m.dossier_id = v.dossier_id AND m.member_id = access_my_id()
        AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
    WHERE v.relation = 'volunteer'
    ORDER BY v.dossier_id, v.begins_on
$$;

-- Tasks of the plan that are theirs and not done: given to them by name, and for a volunteer guide those that the route gives
-- to volunteers, as soon as they can be done.
CREATE OR REPLACE FUNCTION volunteers_my_tasks()
RETURNS TABLE (
    dossier_id bigint, key text, definition text, version text, municipality text, due_on date, overdue_from date,
    expected_on date, note text, given_due date, given_by text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.dossier_id, t.key::text, d.definition::text, d.version::text, d.municipality::text, t.due_on, t.overdue_from,
           t.expected_on, coalesce(g.note, '')::text, g.due_on, coalesce(b.name, '')::text
    FROM (
        SELECT DISTINCT v.dossier_id, coalesce(m.kind, 'guide') AS kind FROM access_visible v
        LEFT JOIN volunteers_match m ON m.dossier_id = v.dossier_id AND m.member_id = access_my_id()
            AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
        WHERE v.relation = 'volunteer'
    ) mine
    JOIN dossiers_task t ON t.dossier_id = mine.dossier_id
    JOIN dossiers_dossier d ON d.person_id = t.dossier_id
    LEFT JOIN volunteers_giventask g ON g.dossier_id = t.dossier_id AND g.key = t.key AND g.member_id = access_my_id()
    LEFT JOIN access_member b ON b.id = g.given_by_id
    WHERE (g.id IS NOT NULL OR (
            t.owner = 'volunteer' AND mine.kind = 'guide'
            AND (t.starts_on IS NULL OR t.starts_on <= access_today())
            AND (NOT t.waiting OR t.overdue_from <= access_today())
        ))
      AND (t.ends_on IS NULL OR t.ends_on > access_today())
      AND NOT EXISTS (
          SELECT FROM dossiers_fact f
          WHERE f.dossier_id = t.dossier_id AND f.key = t.key AND f.value <> 'null'
            AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
      )
    ORDER BY coalesce(g.due_on, t.overdue_from, t.expected_on) NULLS LAST, t.key
$$;

-- Appointments to come of the household. Those about the procedure only if the volunteer goes along; what is to be known for
-- one, and by which interpreter, is not told here.
CREATE OR REPLACE FUNCTION volunteers_my_appointments()
RETURNS TABLE (dossier_id bigint, kind text, starts_at timestamptz, ends_at timestamptz, place text, along boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.dossier_id, a.kind::text, a.starts_at, a.ends_at, a.place::text, go.along
    FROM (SELECT DISTINCT v.dossier_id FROM access_visible v WHERE v.relation = 'volunteer') mine
    JOIN dossiers_appointment a USING (dossier_id)
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM dossiers_appointmentmember m WHERE m.appointment_id = a.id AND m.member_id = access_my_id()
    ) AS along) go
    WHERE NOT a.cancelled AND a.ends_at > now()
      AND (go.along OR a.kind NOT IN ('legal_aid', 'interview', 'hand_over'))
    ORDER BY a.starts_at, a.id
$$;

-- Records that a task that is theirs was done: the fact is in their name. The plan follows when a professional opens a list.
-- Null if it is not theirs, or done already.
CREATE OR REPLACE FUNCTION volunteers_tick(dossier bigint, task text, day date, words text, about text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before bigint;
    made bigint;
BEGIN
    PERFORM FROM dossiers_dossier d WHERE d.person_id = dossier FOR UPDATE;
    IF day > access_today()
       OR NOT EXISTS (SELECT FROM volunteers_my_tasks() t WHERE t.dossier_id = dossier AND t.key = task)
       OR NOT EXISTS (
           SELECT FROM access_grants(dossier) g WHERE g.category = 'notes' AND g.may_add
       ) THEN
        RETURN NULL;
    END IF;
    SELECT max(f.id) INTO before FROM dossiers_fact f  -- taken back
    WHERE f.dossier_id = dossier AND f.key = task AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id);
    INSERT INTO dossiers_fact (
        dossier_id, key, category, value, happened_on, recorded_by_id, organisation_id, source, note, supersedes_id
    ) VALUES (
        dossier, task, about, to_jsonb(day::text), day, access_my_id(), access_my_organisation(), 'screen',
        left(words, 1000), before
    ) RETURNING id INTO made;
    UPDATE dossiers_dossier SET replan_on = access_today() WHERE person_id = dossier;
    RETURN made;
END $$;

-- Takes that back, if it was they who said so, and nobody since.
CREATE OR REPLACE FUNCTION volunteers_untick(which bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it dossiers_fact;
BEGIN
    SELECT * INTO it FROM dossiers_fact f
    WHERE f.id = which AND f.recorded_by_id = access_my_id() AND f.value <> 'null' AND f.key <> 'last_contact'
      AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
      AND EXISTS (SELECT FROM access_grants(f.dossier_id) g WHERE g.category = 'notes' AND g.may_add);
    IF NOT FOUND OR NOT access_is('volunteer') THEN
        RETURN false;
    END IF;
    INSERT INTO dossiers_fact (
        dossier_id, key, category, recorded_by_id, organisation_id, source, note, supersedes_id
    ) VALUES (it.dossier_id, it.key, it.category, access_my_id(), access_my_organisation(), 'screen', '', it.id);
    UPDATE dossiers_dossier SET replan_on = access_today() WHERE person_id = it.dossier_id;
    RETURN true;
END $$;

-- Counts a contact: for the match with the whole household, and as the last contact of the person if none is later.
CREATE OR REPLACE FUNCTION volunteers_contact(dossier bigint, day date) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before dossiers_fact;
BEGIN
    IF day > access_today() OR NOT access_is('volunteer') OR NOT EXISTS (
        SELECT FROM access_grants(dossier) g WHERE g.category = 'notes' AND g.may_add
    ) THEN
        RETURN false;
    END IF;
    UPDATE volunteers_match m SET last_contact = greatest(m.last_contact, day)
    WHERE m.member_id = access_my_id() AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
      AND m.together IN (
          SELECT t.together FROM volunteers_match t WHERE t.dossier_id = dossier AND t.member_id = access_my_id()
      );
    PERFORM FROM dossiers_dossier d WHERE d.person_id = dossier FOR UPDATE;
    SELECT * INTO before FROM dossiers_fact f
    WHERE f.dossier_id = dossier AND f.key = 'last_contact'
      AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    ORDER BY f.id DESC LIMIT 1;
    IF before.value IS NULL OR before.value = 'null' OR (before.value #>> '{}')::date < day THEN
        INSERT INTO dossiers_fact (
            dossier_id, key, category, value, recorded_by_id, organisation_id, source, note, supersedes_id
        ) VALUES (
            dossier, 'last_contact', 'route', to_jsonb(day::text), access_my_id(), access_my_organisation(), 'screen', '',
            before.id
        );
        UPDATE dossiers_dossier SET last_contact = day, replan_on = access_today() WHERE person_id = dossier;
    END IF;
    RETURN true;
END $$;

-- Whom to tell of what happens with a match: who guides the person, if it is somebody of the volunteer's organisation, and its
-- coordinators otherwise (or as well).
CREATE OR REPLACE FUNCTION volunteers_recipients(dossier bigint, organisation bigint, coordinators_too boolean)
RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH guide AS (
        SELECT m.id FROM dossiers_dossier d JOIN access_member m ON m.id = d.worker_id
        WHERE d.person_id = dossier AND m.organisation_id = organisation
          AND (m.ends_on IS NULL OR m.ends_on > access_today())
    )
    SELECT coalesce(array_agg(it.id), '{}') FROM (
        SELECT id FROM guide
        UNION
        SELECT m.id FROM access_member m
        WHERE (coordinators_too OR NOT EXISTS (SELECT FROM guide))
          AND m.organisation_id = organisation AND m.role = 'coordinator'
          AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
    ) it
$$;

CREATE OR REPLACE FUNCTION volunteers_help_reaches(dossier bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN CASE WHEN EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossier AND v.relation = 'volunteer')
       THEN volunteers_recipients(dossier, access_my_organisation(), false) ELSE '{}' END;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'volunteers_my_people()', 'volunteers_my_tasks()', 'volunteers_my_appointments()',
        'volunteers_tick(bigint, text, date, text, text)', 'volunteers_untick(bigint)', 'volunteers_contact(bigint, date)',
        'volunteers_help_reaches(bigint)', 'volunteers_recipients(bigint, bigint, boolean)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        IF it NOT LIKE 'volunteers_recipients%' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
        END IF;
    END LOOP;
END $$;
GRANT SELECT, INSERT ON dossiers_fact TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE dossiers_fact_id_seq TO reisgenoot_guard;
GRANT SELECT ON people_householdmember TO reisgenoot_guard;
