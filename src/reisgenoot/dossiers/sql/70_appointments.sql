-- Appointments: seen with the route, made by who may add notes, and never twice at once for one member.

-- What a row of an attendee repeats follows its appointment, also when that moves: then the exclusion is tried again.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'attendee_repeats_appointment') THEN
        ALTER TABLE dossiers_appointmentmember ADD CONSTRAINT attendee_repeats_appointment
            FOREIGN KEY (appointment_id, dossier_id, starts_at, ends_at, cancelled)
            REFERENCES dossiers_appointment (id, dossier_id, starts_at, ends_at, cancelled)
            ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$;

-- Who may see a dossier now, of these members (null: of all), whoever is asking: by a part of their organisation that runs or
-- reads on, by consent, or as a matched volunteer.
CREATE OR REPLACE FUNCTION dossiers_seen_by(wanted bigint, members bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.id FROM access_member m
    WHERE (members IS NULL OR m.id = ANY (members))
      -- First the organisations that have, or had, something here: else all members of the country are gone through.
      AND m.organisation_id = ANY (ARRAY(
          SELECT i.organisation_id FROM access_involvement i WHERE i.dossier_id = wanted
          UNION ALL
          SELECT c.recipient_id FROM access_consent c WHERE c.dossier_id = wanted
      ))
      AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
      AND (
        (m.role IN ('guide', 'director', 'coordinator', 'volunteer') AND EXISTS (
            SELECT FROM access_involvement i
            WHERE i.dossier_id = wanted AND i.organisation_id = m.organisation_id AND i.begins_on <= access_today()
              AND (m.role <> 'volunteer' OR i.member_id = m.id)
              AND (i.ends_on IS NULL OR i.ends_on > access_today()
                   OR (m.role <> 'volunteer' AND i.reads_until > access_today()))
        ))
        OR (m.role IN ('guide', 'director', 'coordinator') AND EXISTS (
            SELECT FROM access_consent c
            WHERE c.dossier_id = wanted AND c.recipient_id = m.organisation_id AND c.withdrawn_at IS NULL
              AND c.begins_on <= access_today() AND c.ends_on > access_today()
        ))
      )
$$;

-- Whether a member attends an appointment: they see its dossier now, or it is the warm moment of a hand-over that their
-- organisation has not answered yet.
CREATE OR REPLACE FUNCTION dossiers_attends(which bigint, dossier bigint, who bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (SELECT FROM dossiers_seen_by(dossier, ARRAY[who])) OR EXISTS (
    SELECT FROM dossiers_handover h JOIN access_member m ON m.organisation_id = h.receiver_id
    WHERE h.appointment_id = which AND h.state = 'open' AND m.id = who AND m.role IN ('guide', 'director', 'coordinator')
      AND m.begins_on <= access_today() AND (m.ends_on IS NULL OR m.ends_on > access_today())
);

-- An appointment that they lost sight of (the person was handed over, a volunteer is not matched any more) does not hold
-- these members: they are no attendee of it any longer.
CREATE OR REPLACE FUNCTION dossiers_let_go(members bigint[], since timestamptz, until timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM dossiers_appointmentmember a
    WHERE a.member_id = ANY (members) AND NOT a.cancelled AND a.ends_at > now()
      AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(since, until)
      AND NOT dossiers_attends(a.appointment_id, a.dossier_id, a.member_id)
$$;

-- The same, told to who may plan an appointment there: professionals; a volunteer adds notes, and plans nothing.
CREATE OR REPLACE FUNCTION dossiers_may_attend(wanted bigint, members bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s FROM dossiers_seen_by(wanted, members) s
    WHERE access_professional() AND EXISTS (SELECT FROM access_grants(wanted) g WHERE g.category = 'notes' AND g.may_add)
$$;

-- When these members have another appointment in a period, in whatever dossier: whom and when, nothing more. Told of who may
-- attend in this dossier, and of who attends the appointment there that is moved (`leaving`).
CREATE OR REPLACE FUNCTION dossiers_busy(wanted bigint, members bigint[], since timestamptz, until timestamptz, leaving bigint)
RETURNS TABLE (member_id bigint, starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    mine bigint[];
BEGIN
    SELECT array_agg(s) INTO mine FROM (
        SELECT dossiers_may_attend(wanted, members)
        UNION
        SELECT a.member_id FROM dossiers_appointmentmember a
        WHERE a.appointment_id = leaving AND a.dossier_id = wanted AND a.member_id = ANY (members)
          AND EXISTS (SELECT FROM access_grants(wanted) g WHERE g.category = 'notes' AND g.may_add)
    ) able (s);
    PERFORM dossiers_let_go(mine, since, until);
    RETURN QUERY SELECT a.member_id, a.starts_at, a.ends_at FROM dossiers_appointmentmember a
    WHERE a.member_id = ANY (mine) AND NOT a.cancelled AND a.appointment_id IS DISTINCT FROM leaving
      AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(since, until)
    ORDER BY a.starts_at;
END $$;

-- When an interpreter is asked for already in a period, by one's own organisation.
CREATE OR REPLACE FUNCTION dossiers_interpreter_busy(who text, since timestamptz, until timestamptz, leaving bigint)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.starts_at, a.ends_at FROM dossiers_appointment a
    WHERE a.organisation_id = access_my_organisation() AND a.interpreter_key = who AND a.interpreter_key <> '' AND NOT a.cancelled
      AND a.id IS DISTINCT FROM leaving AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(since, until)
    ORDER BY a.starts_at
$$;

-- Volunteers read and write none of these rows: what is theirs comes from `volunteers_my_appointments`. Nothing is changed but
-- time and place; what was cancelled stays so.
ALTER TABLE dossiers_appointment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_appointment TO reisgenoot_app;
GRANT UPDATE (starts_at, ends_at, place, changed_at, changes, cancelled, cancelled_at, cancelled_by_id, cancelled_why)
    ON dossiers_appointment TO reisgenoot_app;
CREATE POLICY read ON dossiers_appointment FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(dossiers_appointment.dossier_id) g WHERE g.category = 'route' AND g.may_read
    ));
CREATE POLICY add ON dossiers_appointment FOR INSERT TO reisgenoot_app
    WITH CHECK (
        made_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation()) AND NOT cancelled
        AND (SELECT access_professional()) AND EXISTS (
            SELECT FROM access_grants(dossiers_appointment.dossier_id) g WHERE g.category = 'notes' AND g.may_add
        )
    );
CREATE POLICY change ON dossiers_appointment FOR UPDATE TO reisgenoot_app
    USING (
        NOT cancelled AND (SELECT access_professional()) AND EXISTS (
            SELECT FROM access_grants(dossiers_appointment.dossier_id) g WHERE g.category = 'notes' AND g.may_add
        )
    )
    WITH CHECK (cancelled_by_id IS NULL OR cancelled_by_id = (SELECT access_my_id()));

-- Attendees come with the appointment, from who may see the dossier.
ALTER TABLE dossiers_appointmentmember ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_appointmentmember TO reisgenoot_app;
CREATE POLICY read ON dossiers_appointmentmember FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(dossiers_appointmentmember.dossier_id) g
        WHERE g.category = 'route' AND g.may_read
    ));
CREATE POLICY add ON dossiers_appointmentmember FOR INSERT TO reisgenoot_app
    WITH CHECK (
        EXISTS (
            SELECT FROM access_grants(dossiers_appointmentmember.dossier_id) g
            WHERE g.category = 'notes' AND g.may_add
        )
        AND EXISTS (SELECT FROM dossiers_may_attend(dossier_id, ARRAY[member_id]))
    );

ALTER TABLE dossiers_appointmentnote ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_appointmentnote TO reisgenoot_app;
CREATE POLICY read ON dossiers_appointmentnote FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(dossiers_appointmentnote.dossier_id) g WHERE g.category = 'notes' AND g.may_read
    ));
CREATE POLICY add ON dossiers_appointmentnote FOR INSERT TO reisgenoot_app
    WITH CHECK ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(dossiers_appointmentnote.dossier_id) g WHERE g.category = 'notes' AND g.may_add
    ));

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'dossiers_seen_by(bigint, bigint[])', 'dossiers_attends(bigint, bigint, bigint)',
        'dossiers_let_go(bigint[], timestamptz, timestamptz)', 'dossiers_may_attend(bigint, bigint[])',
        'dossiers_busy(bigint, bigint[], timestamptz, timestamptz, bigint)',
        'dossiers_interpreter_busy(text, timestamptz, timestamptz, bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION dossiers_may_attend(bigint, bigint[]),
    dossiers_busy(bigint, bigint[], timestamptz, timestamptz, bigint),
    dossiers_interpreter_busy(text, timestamptz, timestamptz, bigint) TO reisgenoot_app;
GRANT SELECT ON dossiers_appointment TO reisgenoot_guard;
GRANT SELECT, DELETE ON dossiers_appointmentmember TO reisgenoot_guard;
