-- Each part of the intake by its own category; calls and talks stand with the route, the test with work and education.
-- `category` stands in quotes as a word, or is a column of the row.
DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('integration_intakepart', 'integration_intakepart.category', 'answers, done'),
        ('integration_intaketalk', $c$'route'$c$, 'state, settled_on, language, interpreter, alone_told, warned_on, note'),
        ('integration_intake', $c$'route'$c$, 'completed_on, in_absence'),
        ('integration_learnabilitytest', $c$'work_education'$c$, 'taken_on, result, score, needed, note')
    ) AS t (tab, category, changed) LOOP
        granted := format(
            '(SELECT access_professional()) AND EXISTS ('
            'SELECT FROM access_grants(%I.dossier_id) g WHERE g.category = %s AND g.',
            it.tab, it.category
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', it.tab);
        -- Nothing moves to another dossier, part or category.
        EXECUTE format('GRANT UPDATE (%s, changed_by_id, changed_at, changes) ON %I TO reisgenoot_app', it.changed, it.tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING (', it.tab) || granted || 'may_read))';
        EXECUTE format(
            'CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK (changed_by_id = (SELECT access_my_id()) AND ', it.tab
        ) || granted || 'may_add))';
        EXECUTE format('CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING (', it.tab) || granted
            || 'may_change)) WITH CHECK (changed_by_id = (SELECT access_my_id()))';
    END LOOP;
END $$;

-- Calling, warning and completing is the municipality's (Wet inburgering 2021, article 14); so is the test.
DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['integration_intaketalk', 'integration_intake', 'integration_learnabilitytest'] LOOP
        EXECUTE format(
            'CREATE POLICY municipal_add ON %I AS RESTRICTIVE FOR INSERT TO reisgenoot_app'
            ' WITH CHECK ((SELECT access_municipal()))', it
        );
        EXECUTE format(
            'CREATE POLICY municipal_change ON %I AS RESTRICTIVE FOR UPDATE TO reisgenoot_app'
            ' USING ((SELECT access_municipal()))', it
        );
    END LOOP;
END $$;
