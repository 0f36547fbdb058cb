-- Places taken and waiting of each start, counted over all dossiers while the start is locked: who enrols one person sees few
-- of the others. Two at once for the last place: the second waits for the first and runs into `schooling_start_full`.
-- Whoever waits goes before who comes later: `schooling_others_wait`.

CREATE OR REPLACE FUNCTION schooling_count_places() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_start bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.start_id ELSE NEW.start_id END;
    ahead integer;
    free integer;
BEGIN
    -- Not FOR UPDATE: each of two at once holds the row already for its foreign key.
    PERFORM FROM schooling_start s WHERE s.id = of_start FOR NO KEY UPDATE;
    IF TG_OP <> 'DELETE' AND NEW.state IN ('offered', 'started')
       AND (TG_OP = 'INSERT' OR OLD.state NOT IN ('offered', 'started')) THEN
        SELECT count(*) INTO ahead FROM schooling_enrolment e
        WHERE e.start_id = of_start AND e.state = 'waiting' AND e.id <> NEW.id
          AND (e.asked_at, e.id) < (NEW.asked_at, NEW.id);
        SELECT s.places - count(e.id) INTO free
        FROM schooling_start s
        LEFT JOIN schooling_enrolment e ON e.start_id = s.id AND e.state IN ('offered', 'started') AND e.id <> NEW.id
        WHERE s.id = of_start GROUP BY s.places;
        IF free > 0 AND free <= ahead THEN
            RAISE EXCEPTION 'others wait for this place'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'schooling_others_wait';
        END IF;
    END IF;
    UPDATE schooling_start s SET
        taken = (SELECT count(*) FROM schooling_enrolment e WHERE e.start_id = s.id AND e.state IN ('offered', 'started')),
        waiting = (SELECT count(*) FROM schooling_enrolment e WHERE e.start_id = s.id AND e.state = 'waiting')
    WHERE s.id = of_start;
    RETURN NULL;
END $$;

-- The place in the line of somebody whose enrolment one may read; null for who does not wait.
CREATE OR REPLACE FUNCTION schooling_position(enrolment bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (
        SELECT count(*) FROM schooling_enrolment o
        WHERE o.start_id = e.start_id AND o.state = 'waiting' AND (o.asked_at, o.id) <= (e.asked_at, e.id)
    )
    FROM schooling_enrolment e
    WHERE e.id = enrolment AND e.state = 'waiting' AND EXISTS (
        SELECT FROM access_grants(e.dossier_id) g WHERE g.category = 'work_education' AND g.may_read
    )
$$;

-- How many of a supplier's enrolments are in each state and ended how: numbers, for professionals.
CREATE OR REPLACE FUNCTION schooling_tally(of_supplier bigint)
RETURNS TABLE (course_id bigint, state text, ended text, late boolean, many bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.course_id, e.state, e."end", coalesce(e.started_on, access_today()) > s."on", count(*)
    FROM schooling_course c JOIN schooling_start s ON s.course_id = c.id JOIN schooling_enrolment e ON e.start_id = s.id
    WHERE c.supplier_id = of_supplier AND (SELECT access_professional())
    GROUP BY 1, 2, 3, 4
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['schooling_count_places()', 'schooling_position(bigint)', 'schooling_tally(bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION schooling_position(bigint), schooling_tally(bigint) TO reisgenoot_app;
GRANT SELECT ON schooling_enrolment, schooling_course TO reisgenoot_guard;
GRANT SELECT, UPDATE ON schooling_start TO reisgenoot_guard;
DROP TRIGGER IF EXISTS count_places ON schooling_enrolment;
CREATE TRIGGER count_places AFTER INSERT OR DELETE OR UPDATE OF state ON schooling_enrolment
    FOR EACH ROW EXECUTE FUNCTION schooling_count_places();
