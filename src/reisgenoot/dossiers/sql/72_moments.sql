-- The warm moment of a hand-over is an appointment in the dossier of its first person, attended by who carries the dossier on
-- either side. The receiver may not read the dossier yet: what they know of it is what these functions tell.

-- Where it is not cancelled: how, when, where, and who attends. For who reads the hand-over.
CREATE OR REPLACE FUNCTION dossiers_moments(these bigint[])
RETURNS TABLE (handover_id bigint, how text, starts_at timestamptz, ends_at timestamptz, place text, attendees bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.id, h.moment::text, a.starts_at, a.ends_at, a.place::text,
           ARRAY(SELECT g.member_id FROM dossiers_appointmentmember g WHERE g.appointment_id = a.id ORDER BY g.id)
    FROM dossiers_handover h JOIN dossiers_appointment a ON a.id = h.appointment_id AND NOT a.cancelled
    WHERE h.id = ANY (these) AND dossiers_reads_handover(h.id, a.dossier_id, 'route')
$$;

-- Those in a period that whoever is asking attends before their organisation has accepted: for their agenda.
CREATE OR REPLACE FUNCTION dossiers_my_moments(since timestamptz, until timestamptz)
RETURNS TABLE (handover_id bigint, appointment_id bigint, starts_at timestamptz, ends_at timestamptz, place text, cancelled boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.id, a.id, a.starts_at, a.ends_at, a.place::text, a.cancelled
    FROM dossiers_appointmentmember g
    JOIN dossiers_appointment a ON a.id = g.appointment_id
    JOIN dossiers_handover h ON h.appointment_id = a.id AND h.state = 'open'
        AND h.receiver_id = access_my_organisation() AND h.sender_id <> h.receiver_id
    WHERE g.member_id = access_my_id() AND access_professional() AND g.starts_at >= since AND g.starts_at < until
      -- Who sees the dossier already has it from there.
      AND NOT EXISTS (SELECT FROM access_grants(a.dossier_id) s WHERE s.category = 'route' AND s.may_read)
    ORDER BY a.starts_at, a.id
$$;

-- Lets these members attend an appointment, as far as they work there now; the others of the receiver do so no longer.
CREATE OR REPLACE FUNCTION dossiers_attend_moment(appointment bigint, receiver bigint, ours bigint, theirs bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM dossiers_appointmentmember g USING access_member m
    WHERE g.appointment_id = appointment AND m.id = g.member_id AND m.organisation_id = receiver
      AND g.member_id IS DISTINCT FROM ours AND g.member_id IS DISTINCT FROM theirs;
    INSERT INTO dossiers_appointmentmember (appointment_id, member_id, dossier_id, starts_at, ends_at, cancelled)
        SELECT a.id, m.id, a.dossier_id, a.starts_at, a.ends_at, false
        FROM dossiers_appointment a, access_member m
        WHERE a.id = appointment AND m.id IN (ours, theirs)
          AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
        ORDER BY m.id IS DISTINCT FROM ours
    ON CONFLICT (appointment_id, member_id) DO NOTHING;
END $$;

-- Planned, moved or (with an empty `how`) called off by either side, while open and for 30 days after acceptance. On the
-- sender's side comes who carries the dossier; on the receiver's `comes`, if it is they who say so, else who was to come
-- already, who is to take over, or who plans it. Returns who of them has another appointment then; null: it is too late.
CREATE OR REPLACE FUNCTION dossiers_plan_moment(
    which bigint, how text, since timestamptz, until timestamptz, place text, comes bigint
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it dossiers_handover;
    planned dossiers_appointment;
    about bigint;
    carries bigint;
    ours bigint;
    theirs bigint;
    busy bigint[];
BEGIN
    SELECT * INTO it FROM dossiers_handover h
    WHERE h.id = which AND access_professional() AND access_my_organisation() IN (h.sender_id, h.receiver_id)
      AND (h.state = 'open' OR (h.state = 'accepted' AND h.ended_at > now() - interval '30 days'))
    FOR UPDATE;
    IF it.id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT d.person_id, d.worker_id, coalesce(x.before_id, d.worker_id) INTO about, carries, ours
    FROM dossiers_dossier d JOIN dossiers_handeddossier x ON x.dossier_id = d.person_id
    WHERE x.handover_id = which AND d.person_id = dossiers_first_handed(which)
    FOR UPDATE OF d;
    IF how NOT IN ('', 'call', 'meeting') OR about IS NULL OR EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = about) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO planned FROM dossiers_appointment a
    WHERE a.id = it.appointment_id AND NOT a.cancelled AND a.ends_at > now() FOR UPDATE;
    IF how = '' THEN
        PERFORM dossiers_cancel_moment(planned.id, '');
    ELSE
        theirs := coalesce(
            (SELECT m.id FROM access_member m
             WHERE m.id = comes AND m.organisation_id = it.receiver_id AND m.organisation_id = access_my_organisation()
               AND m.role IN ('guide', 'director', 'coordinator') AND m.begins_on <= access_today() AND m.ends_on IS NULL),
            (SELECT g.member_id FROM dossiers_appointmentmember g JOIN access_member m ON m.id = g.member_id
             WHERE g.appointment_id = planned.id AND m.organisation_id = it.receiver_id AND m.id <> ours LIMIT 1),
            CASE it.state WHEN 'accepted' THEN carries ELSE it.wanted_id END,
            CASE access_my_organisation() WHEN it.receiver_id THEN access_my_id() END
        );
        PERFORM dossiers_let_go(ARRAY[ours, theirs], since, until);
        SELECT array_agg(DISTINCT g.member_id) INTO busy FROM dossiers_appointmentmember g
        WHERE g.member_id IN (ours, theirs) AND NOT g.cancelled AND g.appointment_id IS DISTINCT FROM planned.id
          AND tstzrange(g.starts_at, g.ends_at, '[)') && tstzrange(since, until);
        IF busy IS NOT NULL THEN
            RETURN busy;
        END IF;
        IF planned.id IS NULL THEN
            INSERT INTO dossiers_appointment (
                dossier_id, kind, starts_at, ends_at, place, interpreter, interpreter_key, made_by_id, organisation_id,
                changes, cancelled, cancelled_why
            ) VALUES (
                about, 'hand_over', since, until, left(btrim(place), 200), '', '', access_my_id(), access_my_organisation(),
                0, false, ''
            ) RETURNING * INTO planned;
        ELSE
            UPDATE dossiers_appointment a
            SET starts_at = since, ends_at = until, place = left(btrim(dossiers_plan_moment.place), 200),
                changes = a.changes + 1, changed_at = statement_timestamp()
            WHERE a.id = planned.id;
        END IF;
        PERFORM dossiers_attend_moment(planned.id, it.receiver_id, ours, theirs);
        UPDATE dossiers_handover SET moment = how, appointment_id = planned.id WHERE id = which;
    END IF;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), access_my_organisation(), x.dossier_id, 'write', 'handover moment'
        FROM dossiers_handeddossier x WHERE x.handover_id = which;
    RETURN '{}';
END $$;

-- For the functions here and `dossiers_end_handover` alone.
CREATE OR REPLACE FUNCTION dossiers_cancel_moment(appointment bigint, why text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE dossiers_appointment a
    SET cancelled = true, cancelled_at = statement_timestamp(), cancelled_by_id = access_my_id(),
        cancelled_why = left(btrim(why), 200), changes = a.changes + 1, changed_at = statement_timestamp()
    WHERE a.id = appointment AND NOT a.cancelled AND a.ends_at > now()
$$;

-- What becomes of a moment that is still to come when the hand-over ends: at acceptance it is attended by who takes over (not
-- if they have another appointment then); otherwise it is cancelled.
CREATE OR REPLACE FUNCTION dossiers_end_moment(it dossiers_handover, how text, said text, chosen bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    planned dossiers_appointment;
BEGIN
    SELECT * INTO planned FROM dossiers_appointment a
    WHERE a.id = it.appointment_id AND NOT a.cancelled AND a.ends_at > now() FOR UPDATE;
    IF planned.id IS NULL THEN
        RETURN;
    ELSIF how <> 'accepted' THEN
        PERFORM dossiers_cancel_moment(planned.id, said);
        RETURN;
    END IF;
    PERFORM dossiers_let_go(ARRAY[chosen], planned.starts_at, planned.ends_at);
    PERFORM dossiers_attend_moment(planned.id, it.receiver_id, x.before_id, chosen)
    FROM dossiers_handeddossier x WHERE x.handover_id = it.id AND x.dossier_id = planned.dossier_id;
EXCEPTION WHEN exclusion_violation THEN
    NULL;
END $$;

-- An appointment that is erased leaves no moment.
CREATE OR REPLACE FUNCTION dossiers_forget_moment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE dossiers_handover SET moment = '', appointment_id = NULL WHERE appointment_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_moment AFTER DELETE ON dossiers_appointment
    FOR EACH ROW EXECUTE FUNCTION dossiers_forget_moment();

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'dossiers_attend_moment(bigint, bigint, bigint, bigint)', 'dossiers_cancel_moment(bigint, text)',
        'dossiers_end_moment(dossiers_handover, text, text, bigint)', 'dossiers_forget_moment()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
    FOREACH it IN ARRAY ARRAY[
        'dossiers_moments(bigint[])', 'dossiers_my_moments(timestamptz, timestamptz)',
        'dossiers_plan_moment(bigint, text, timestamptz, timestamptz, text, bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON dossiers_appointment TO reisgenoot_guard;
GRANT SELECT, INSERT, UPDATE, DELETE ON dossiers_appointmentmember TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE dossiers_appointmentmember_id_seq TO reisgenoot_guard;
