-- Each table by its category in the table of access: read, added to in one's own name by professionals, and changed by who
-- may change there. `category` stands in quotes as a word, or is a column of the row.
DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('procedure_arrival', $c$'route'$c$, 'expected_end'),
        ('procedure_talk', 'procedure_talk.category', NULL),
        ('procedure_askedcheck', $c$'route'$c$, 'outcome, closed_on, closed_by_id'),
        ('procedure_stay', $c$'contact'$c$, 'ends_on'),
        ('procedure_activity', $c$'work_education'$c$, 'ends_on'),
        ('procedure_counsel', $c$'legal'$c$, 'ends_on'),
        ('procedure_attendance', $c$'route'$c$, NULL)
    ) AS t (tab, category, changed) LOOP
        granted := format(
            'EXISTS (SELECT FROM access_grants(%I.dossier_id) g WHERE g.category = %s AND g.',
            it.tab, it.category
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', it.tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING (', it.tab) || granted || 'may_read))';
        EXECUTE format(
            'CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK ((SELECT access_professional())'
            ' AND recorded_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation()) AND ', it.tab
        ) || granted || 'may_add))';
        CONTINUE WHEN it.changed IS NULL;
        EXECUTE format('GRANT UPDATE (%s) ON %I TO reisgenoot_app', it.changed, it.tab);
        EXECUTE format(
            'CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING ((SELECT access_professional()) AND ', it.tab
        ) || granted || 'may_change))';
    END LOOP;
END $$;

-- A check is closed by whom it was asked of, and in their own name.
CREATE POLICY asked ON procedure_askedcheck AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING (asked_of_id = (SELECT access_my_organisation()) AND outcome = '')
    WITH CHECK (closed_by_id = (SELECT access_my_id()));

-- A session holds nothing of anybody: its organisation sees it, and who sees somebody that was there.
ALTER TABLE procedure_session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON procedure_session TO reisgenoot_app;
CREATE POLICY read ON procedure_session FOR SELECT TO reisgenoot_app
    USING (
        (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))
        OR EXISTS (SELECT FROM procedure_attendance a WHERE a.session_id = procedure_session.id)
    );
CREATE POLICY add ON procedure_session FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional()) AND recorded_by_id = (SELECT access_my_id())
        AND organisation_id = (SELECT access_my_organisation())
    );

-- Attendance is kept by the organisation that gave the session; a wrong tick is taken off.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'attendance_at_own_session') THEN
        ALTER TABLE procedure_attendance ADD CONSTRAINT attendance_at_own_session
            FOREIGN KEY (session_id, organisation_id) REFERENCES procedure_session (id, organisation_id)
            DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$;
GRANT DELETE ON procedure_attendance TO reisgenoot_app;
CREATE POLICY taken_off ON procedure_attendance FOR DELETE TO reisgenoot_app
    USING (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
        AND EXISTS (
            SELECT FROM access_grants(procedure_attendance.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    );
