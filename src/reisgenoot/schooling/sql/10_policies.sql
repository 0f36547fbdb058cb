-- What a municipality bought is about nobody: every professional reads it, for they guide people there; its own case directors
-- and coordinators keep it. Enrolments and hours are work and education of one dossier.

CREATE OR REPLACE FUNCTION schooling_keeps(of_municipality text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_me() me JOIN access_organisation o ON o.id = me.organisation_id
        WHERE o.kind = 'municipality' AND o.municipality = of_municipality AND me.role IN ('director', 'coordinator')
    )
$$;
ALTER FUNCTION schooling_keeps(text) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION schooling_keeps(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION schooling_keeps(text) TO reisgenoot_app;

DO $$
DECLARE
    tab text;
BEGIN
    FOREACH tab IN ARRAY ARRAY['schooling_supplier', 'schooling_course', 'schooling_start'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING ((SELECT access_professional()))', tab);
        EXECUTE format($policy$
            CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app
                WITH CHECK (changed_by_id = (SELECT access_my_id()) AND schooling_keeps(municipality))$policy$, tab);
        EXECUTE format($policy$
            CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING (schooling_keeps(municipality))
                WITH CHECK (changed_by_id = (SELECT access_my_id()) AND schooling_keeps(municipality))$policy$, tab);
    END LOOP;
    -- A course belongs to a supplier of the same municipality, a start to such a course.
    EXECUTE $policy$
        CREATE POLICY of_ours ON schooling_course AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS (
            SELECT FROM schooling_supplier s
            WHERE s.id = supplier_id AND s.municipality = schooling_course.municipality))$policy$;
    EXECUTE $policy$
        CREATE POLICY of_ours ON schooling_start AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS (
            SELECT FROM schooling_course c
            WHERE c.id = course_id AND c.municipality = schooling_start.municipality))$policy$;
    FOREACH tab IN ARRAY ARRAY['schooling_enrolment', 'schooling_hours'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', tab);
        EXECUTE format($policy$
            CREATE POLICY read ON %1$I FOR SELECT TO reisgenoot_app USING (EXISTS (
                SELECT FROM access_grants(%1$I.dossier_id) g WHERE g.category = 'work_education' AND g.may_read))$policy$, tab);
        EXECUTE format($policy$
            CREATE POLICY add ON %1$I FOR INSERT TO reisgenoot_app WITH CHECK ((SELECT access_professional()) AND EXISTS (
                SELECT FROM access_grants(%1$I.dossier_id) g WHERE g.category = 'work_education' AND g.may_add))$policy$, tab);
        EXECUTE format($policy$
            CREATE POLICY change ON %1$I FOR UPDATE TO reisgenoot_app USING ((SELECT access_professional()) AND EXISTS (
                SELECT FROM access_grants(%1$I.dossier_id) g WHERE g.category = 'work_education' AND g.may_change))$policy$, tab);
    END LOOP;
END $$;
GRANT UPDATE (name, number, contact, email, phone, mark, mark_until, gone, changed_by_id, changed_at, changes)
    ON schooling_supplier TO reisgenoot_app;
GRANT UPDATE (name, part, route, level, place, languages, price, week_minutes, total_minutes, gone, changed_by_id, changed_at,
              changes) ON schooling_course TO reisgenoot_app;
-- Not `taken` and `waiting`: those are counted.
GRANT UPDATE ("on", places, changed_by_id, changed_at, changes) ON schooling_start TO reisgenoot_app;
GRANT UPDATE (state, offered_on, started_on, ended_on, "end", reason, switched_to_id, changed_by_id, changed_at, changes)
    ON schooling_enrolment TO reisgenoot_app;
CREATE POLICY own_name ON schooling_enrolment AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (changed_by_id = (SELECT access_my_id()));
CREATE POLICY own_name_again ON schooling_enrolment AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING (true) WITH CHECK (changed_by_id = (SELECT access_my_id()));

-- Hours stay as they were written; only whether they count changes. Those that nobody confirmed can be thrown away.
GRANT UPDATE (state, replaced_by_id) ON schooling_hours TO reisgenoot_app;
GRANT DELETE ON schooling_hours TO reisgenoot_app;
CREATE POLICY own_name ON schooling_hours AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (member_id = (SELECT access_my_id()));
CREATE POLICY throw_away ON schooling_hours FOR DELETE TO reisgenoot_app USING (
    state = 'prepared' AND member_id = (SELECT access_my_id()));

-- An import is of the organisation that took the file; the rows held back name nobody.
ALTER TABLE schooling_hoursimport ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE, UPDATE (state) ON schooling_hoursimport TO reisgenoot_app;
CREATE POLICY own ON schooling_hoursimport FOR ALL TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));
CREATE POLICY own_name ON schooling_hoursimport AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (member_id = (SELECT access_my_id()));
CREATE POLICY throw_away ON schooling_hoursimport AS RESTRICTIVE FOR DELETE TO reisgenoot_app
    USING (state = 'prepared' AND member_id = (SELECT access_my_id()));
ALTER TABLE schooling_held ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON schooling_held TO reisgenoot_app;
GRANT USAGE ON SEQUENCE schooling_held_id_seq TO reisgenoot_app;
CREATE POLICY own ON schooling_held FOR ALL TO reisgenoot_app
    USING (EXISTS (SELECT FROM schooling_hoursimport i WHERE i.id = import_of_id));

-- Exams, MAP, PVT and talks: each row is somebody's, and none moves to another dossier. Nothing is deleted.
DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('schooling_attempt', 'part, level, "on", result, note'),
        ('schooling_dispensation', 'part, ground, "on", note'),
        ('schooling_measured', 'skill, level, "on", how'),
        ('schooling_portfolio', 'theme, content, done_on'),
        ('schooling_practice', 'place, kind, since, until, minutes, note'),
        ('schooling_session', '"on", minutes, core_values, attendance'),
        ('schooling_closing', 'kind, "on", outcome, note'),
        ('schooling_progresstalk', '"on", course, said, report'),
        ('schooling_agreement', 'what, who, due_on, done_on')
    ) AS t (tab, changed) LOOP
        granted := format(
            'EXISTS (SELECT FROM access_grants(%I.dossier_id) g WHERE g.category = $c$work_education$c$ AND g.', it.tab
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', it.tab);
        EXECUTE format(
            'GRANT UPDATE (%s, mistaken, changed_by_id, changed_at, changes) ON %I TO reisgenoot_app', it.changed, it.tab
        );
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING (', it.tab) || granted || 'may_read))';
        EXECUTE format('CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK ((SELECT access_professional())'
            ' AND changed_by_id = (SELECT access_my_id()) AND ', it.tab) || granted || 'may_add))';
        EXECUTE format('CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING ((SELECT access_professional()) AND ',
            it.tab) || granted || 'may_change)) WITH CHECK (changed_by_id = (SELECT access_my_id()))';
    END LOOP;
END $$;
-- An agreement is of a talk of the same dossier.
CREATE POLICY of_its_talk ON schooling_agreement AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS (
    SELECT FROM schooling_progresstalk t WHERE t.id = talk_id AND t.dossier_id = schooling_agreement.dossier_id));
