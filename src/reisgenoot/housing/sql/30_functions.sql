-- The steps that one organisation can't make by the rights it has, each checked here.

-- The municipality answers a link. Accepting lets it into the dossiers of the household, as the COA had them when it
-- proposed. Gives the dossiers that it got into; none if there is nothing to answer (any more).
CREATE OR REPLACE FUNCTION housing_answer_link(which bigint, accepted boolean, why text, note text)
RETURNS SETOF bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it housing_link;
    mate bigint;
BEGIN
    SELECT * INTO it FROM housing_link l
    WHERE l.id = which AND l.state = 'proposed' AND l.municipality_id = access_my_organisation() AND access_professional()
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE housing_link l
    SET state = CASE WHEN accepted THEN 'accepted' ELSE 'returned' END, decided_at = statement_timestamp(),
        decided_by_id = access_my_id(), returned_why = CASE WHEN accepted THEN '' ELSE why END,
        returned_note = CASE WHEN accepted THEN '' ELSE left(note, 500) END
    WHERE l.id = which;
    PERFORM notices_store('link_answered', it.dossier_id, ARRAY[it.proposed_by_id], true, true);
    IF NOT accepted THEN
        -- Whoever returns it has no basis in the dossier, and what it answered is about the dossier all the same.
        INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        VALUES (access_my_id(), access_my_organisation(), it.dossier_id, 'write', 'link');
        RETURN NEXT it.dossier_id;
        RETURN;
    END IF;
    FOR mate IN SELECT m FROM housing_mates(it.dossier_id) m LOOP
        CONTINUE WHEN NOT EXISTS (
            SELECT FROM access_involvement i
            WHERE i.dossier_id = mate AND i.organisation_id = it.organisation_id
              AND i.begins_on <= access_today() AND (i.ends_on IS NULL OR i.ends_on > access_today())
        );
        INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on)
        SELECT mate, it.municipality_id, 'phase', access_today()
        WHERE NOT EXISTS (
            SELECT FROM access_involvement i
            WHERE i.dossier_id = mate AND i.organisation_id = it.municipality_id AND i.ends_on IS NULL AND i.member_id IS NULL
        );
        RETURN NEXT mate;
    END LOOP;
END $$;

-- Who comes: for the association whose home is being viewed or was accepted, until they live there; before and after a
-- refusal nobody. The log notes in the dossier that it was told.
CREATE OR REPLACE FUNCTION housing_who_comes(which bigint) RETURNS TABLE (name text, phone text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    dossier bigint;
BEGIN
    SELECT h.dossier_id INTO dossier
    FROM housing_offer o JOIN housing_requesthousehold h ON h.request_id = o.request_id
    WHERE o.id = which AND o.association_id = access_my_organisation() AND access_professional()
      AND o.state IN ('viewing', 'accepted', 'signed');
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
    VALUES (access_my_id(), access_my_organisation(), dossier, 'read', 'viewing');
    RETURN QUERY SELECT d.name::text, p.phone::text
    FROM dossiers_dossier d JOIN people_person p ON p.id = d.person_id WHERE d.person_id = dossier;
END $$;

-- The municipality reads a proposal: it has no basis in the dossier yet, and the log notes it all the same.
CREATE OR REPLACE FUNCTION housing_read_link(which bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
    SELECT access_my_id(), access_my_organisation(), l.dossier_id, 'read', 'link' FROM housing_link l
    WHERE l.id = which AND l.state = 'proposed' AND l.municipality_id = access_my_organisation() AND access_professional()
$$;

-- From which state to which, and by whom: the association withdraws, the municipality does all else; nobody changes the
-- home itself once it is offered, nor takes an offer that has lapsed.
CREATE OR REPLACE FUNCTION housing_offer_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    step text := OLD.state || ' ' || NEW.state;
BEGIN
    IF OLD.association_id = access_my_organisation() THEN
        IF step <> 'offered withdrawn' OR to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
            RAISE EXCEPTION 'an association only withdraws what it offered' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF step NOT IN (
        'offered viewing', 'offered declined', 'viewing viewing', 'viewing declined', 'viewing refused', 'viewing accepted',
        'accepted refused', 'accepted signed', 'signed moved_in'
    ) OR (step = 'offered viewing' AND OLD.valid_until < access_today()) THEN
        RAISE EXCEPTION 'an offer does not go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'housing_offer_step';
    END IF;
    RETURN NEW;
END $$;

-- For whom a request runs follows the request.
CREATE OR REPLACE FUNCTION housing_request_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE housing_requesthousehold h SET running = NEW.state = 'running' WHERE h.request_id = NEW.id;
    RETURN NULL;
END $$;

-- Who withdraws a consent takes back what it was about: running requests for the household no longer say so.
CREATE OR REPLACE FUNCTION housing_consent_withdrawn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE housing_request r SET ground_floor = false
    FROM housing_requesthousehold h
    WHERE h.request_id = r.id AND h.running AND r.ground_floor AND r.organisation_id = NEW.recipient_id
      AND h.dossier_id IN (SELECT m FROM housing_mates(NEW.dossier_id) m)
      AND NOT housing_agreed_to(h.dossier_id, r.organisation_id);
    RETURN NULL;
END $$;

-- A dossier is erased by deleting what has its number (`keeping_erase_dossier`): the request goes with its household.
CREATE OR REPLACE FUNCTION housing_forget_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM housing_refusal f USING housing_offer o WHERE o.id = f.offer_id AND o.request_id = OLD.request_id;
    DELETE FROM housing_offer o WHERE o.request_id = OLD.request_id;
    DELETE FROM housing_addressee a WHERE a.request_id = OLD.request_id;
    DELETE FROM housing_request r WHERE r.id = OLD.request_id;
    RETURN NULL;
END $$;

-- The households of a municipality that wait for a home, and those that moved in since a day: when each step was.
CREATE OR REPLACE FUNCTION housing_households(since date)
RETURNS TABLE (
    dossier_id bigint, name text, household text, persons integer, worker text, organisation text, permit_granted date,
    linked date, home_requested date, home_offered date, home_viewed date, home_accepted date, moved_in date,
    wanted_before date, offers integer, offered_on date, taken text, viewing_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS (
        SELECT DISTINCT i.dossier_id FROM access_me() me
        JOIN access_involvement i ON i.organisation_id = me.organisation_id
        WHERE me.wide AND me.kind = 'municipality' AND i.begins_on <= me.today
          AND (i.ends_on IS NULL OR i.ends_on > me.today)
    )
    SELECT d.person_id, d.name::text, d.household_name::text, coalesce(mates.many, 1)::integer, coalesce(w.name, '')::text,
           o.name::text, step.permit_granted, step.linked, step.home_requested, step.home_offered, step.home_viewed,
           step.home_accepted, step.moved_in, r.wanted_before, coalesce(f.open, 0)::integer, f.offered_on, f.taken, f.viewing_at
    FROM mine
    JOIN dossiers_dossier d ON d.person_id = mine.dossier_id AND d.phase IN ('housing', 'settling', 'integration')
    JOIN access_organisation o ON o.id = d.organisation_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    LEFT JOIN people_householdmember p ON p.person_id = d.person_id
        AND p.begins_on <= access_today() AND (p.ends_on IS NULL OR p.ends_on > access_today())
    CROSS JOIN LATERAL (
        SELECT max(t.happened_on) FILTER (WHERE t.key = 'permit_granted') AS permit_granted,
               max(t.happened_on) FILTER (WHERE t.key = 'linked') AS linked,
               max(t.happened_on) FILTER (WHERE t.key = 'home_requested') AS home_requested,
               max(t.happened_on) FILTER (WHERE t.key = 'home_offered') AS home_offered,
               max(t.happened_on) FILTER (WHERE t.key = 'home_viewed') AS home_viewed,
               max(t.happened_on) FILTER (WHERE t.key = 'home_accepted') AS home_accepted,
               max(t.happened_on) FILTER (WHERE t.key = 'moved_in') AS moved_in
        FROM dossiers_fact t
        WHERE t.dossier_id = d.person_id
          AND t.key IN ('permit_granted', 'linked', 'home_requested', 'home_offered', 'home_viewed', 'home_accepted', 'moved_in')
          AND t.value IS NOT NULL
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = t.id)
    ) step
    LEFT JOIN LATERAL (
        SELECT count(*) AS many FROM people_householdmember m
        WHERE m.household_id = p.household_id
          AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
    ) mates ON p.household_id IS NOT NULL
    LEFT JOIN housing_requesthousehold h ON h.dossier_id = d.person_id AND h.running
    LEFT JOIN housing_request r ON r.id = h.request_id
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE f.state = 'offered' AND f.valid_until >= access_today()) AS open,
               min(f.made_on) FILTER (WHERE f.state = 'offered' AND f.valid_until >= access_today()) AS offered_on,
               max(f.state) FILTER (WHERE f.state IN ('viewing', 'accepted', 'signed')) AS taken,
               max(f.viewing_at) FILTER (WHERE f.state = 'viewing') AS viewing_at
        FROM housing_offer f WHERE f.request_id = h.request_id
    ) f ON h.request_id IS NOT NULL
    WHERE (p.role = 'head' OR p.role IS NULL)
      AND ((d.phase = 'housing' AND step.moved_in IS NULL) OR step.moved_in >= since)
$$;

-- How many persons moved in, from a day until before another one.
CREATE OR REPLACE FUNCTION housing_moved_in(begins date, ends date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(DISTINCT i.dossier_id) FROM access_me() me
    JOIN access_involvement i ON i.organisation_id = me.organisation_id
    JOIN dossiers_fact t ON t.dossier_id = i.dossier_id AND t.key = 'moved_in'
    WHERE me.wide AND me.kind = 'municipality' AND i.begins_on <= me.today
      AND (i.ends_on IS NULL OR i.ends_on > me.today)
      AND t.happened_on >= begins AND t.happened_on < ends AND t.value IS NOT NULL
      AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = t.id)
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'housing_answer_link(bigint, boolean, text, text)', 'housing_read_link(bigint)', 'housing_who_comes(bigint)',
        'housing_offer_step()', 'housing_consent_withdrawn()', 'housing_request_ends()', 'housing_forget_request()', 'housing_households(date)',
        'housing_moved_in(date, date)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION housing_answer_link(bigint, boolean, text, text), housing_read_link(bigint),
    housing_who_comes(bigint), housing_households(date), housing_moved_in(date, date) TO reisgenoot_app;
GRANT SELECT, UPDATE ON housing_link TO reisgenoot_guard;
GRANT SELECT, INSERT ON access_involvement, access_accesslog TO reisgenoot_guard;
GRANT SELECT, UPDATE ON housing_requesthousehold TO reisgenoot_guard;
GRANT SELECT, UPDATE (ground_floor) ON housing_request TO reisgenoot_guard;
GRANT SELECT, DELETE ON housing_refusal, housing_offer, housing_addressee, housing_request TO reisgenoot_guard;
GRANT SELECT ON people_householdmember, people_person, dossiers_dossier, dossiers_fact, access_member TO reisgenoot_guard;
CREATE TRIGGER step BEFORE UPDATE ON housing_offer FOR EACH ROW
    WHEN (row_security_active('housing_offer')) EXECUTE FUNCTION housing_offer_step();
CREATE TRIGGER ends AFTER UPDATE OF state ON housing_request FOR EACH ROW EXECUTE FUNCTION housing_request_ends();
CREATE TRIGGER forget AFTER DELETE ON housing_requesthousehold FOR EACH ROW EXECUTE FUNCTION housing_forget_request();
CREATE TRIGGER housing AFTER UPDATE OF withdrawn_at ON access_consent
    FOR EACH ROW EXECUTE FUNCTION housing_consent_withdrawn();
