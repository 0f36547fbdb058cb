-- Notices and messages are the municipality's: DUO exchanges them with nobody else, so nobody else reads them either.
-- A notice is of the category `legal`; a message of the one of its row.

DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('duo_notice', $c$'legal'$c$, 'recorded_by_id', 'fact_id, handled_by_id, handled_at, taken_back_by_id, taken_back_at, why', ''),
        -- What was prepared stays as it was checked: another message takes its place.
        ('duo_message', 'duo_message.category', 'changed_by_id',
         'state, sent_on, refused_on, answer, changed_by_id, changed_at, changes', 'changed_by_id = (SELECT access_my_id())')
    ) AS t (tab, category, author, changed, again) LOOP
        granted := format(
            '(SELECT access_municipal()) AND EXISTS ('
            'SELECT FROM access_grants(%I.dossier_id) g WHERE g.category = %s AND g.',
            it.tab, it.category
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE (%s) ON %I TO reisgenoot_app', it.changed, it.tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING (', it.tab) || granted || 'may_read))';
        EXECUTE format('CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK (%I = (SELECT access_my_id()) AND ', it.tab, it.author)
            || granted || 'may_add))';
        EXECUTE format('CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING (', it.tab) || granted
            || 'may_change)) WITH CHECK (' || coalesce(nullif(it.again, ''), 'true') || ')';
    END LOOP;
END $$;
-- Who handled it or took it back, is who does it now.
CREATE POLICY own_name ON duo_notice AS RESTRICTIVE FOR UPDATE TO reisgenoot_app USING (taken_back_at IS NULL) WITH CHECK (
    coalesce(taken_back_by_id, handled_by_id, (SELECT access_my_id())) = (SELECT access_my_id())
);
