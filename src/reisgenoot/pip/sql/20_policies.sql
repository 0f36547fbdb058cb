-- Each part of a plan by its own category; what was decided stands with work and education, an objection with procedure.
DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('pip_draftpart', 'pip_draftpart.category', 'changed_by_id'),
        ('pip_decision', $c$'work_education'$c$, 'set_by_id'),
        ('pip_decisionpart', 'pip_decisionpart.category', NULL),
        ('pip_objection', $c$'legal'$c$, 'changed_by_id')
    ) AS t (tab, category, by_whom) LOOP
        granted := format(
            '(SELECT access_professional()) AND EXISTS ('
            'SELECT FROM access_grants(%I.dossier_id) g WHERE g.category = %s AND g.',
            it.tab, it.category
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', it.tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING (', it.tab) || granted || 'may_read))';
        EXECUTE format('CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK (', it.tab)
            || CASE WHEN it.by_whom IS NULL THEN '' ELSE format('%I = (SELECT access_my_id()) AND ', it.by_whom) END || granted || 'may_add))';
        -- Only a draft and an objection are ever changed; what was set has no such policy, and no right either.
        IF it.tab IN ('pip_draftpart', 'pip_objection') THEN
            EXECUTE format('CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING (', it.tab) || granted
                || 'may_change)) WITH CHECK (changed_by_id = (SELECT access_my_id()))';
        END IF;
    END LOOP;
END $$;
GRANT UPDATE (answers, changed_by_id, changed_at, changes) ON pip_draftpart TO reisgenoot_app;
GRANT UPDATE (decided_on, outcome, reason, committee, changed_by_id, changed_at, changes) ON pip_objection TO reisgenoot_app;

-- Setting a plan, and deciding on an objection, is the municipality's (Wet inburgering 2021, article 15): by who acts there
-- now, in the name of that organisation, and with parts of the very decision.
CREATE POLICY municipal ON pip_decision AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (
    (SELECT access_municipal()) AND organisation_id = (SELECT access_my_organisation())
    AND set_at = transaction_timestamp());
CREATE POLICY municipal ON pip_decisionpart AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (
    (SELECT access_municipal()) AND EXISTS (
        SELECT FROM pip_decision d
        WHERE d.id = decision_id AND d.dossier_id = pip_decisionpart.dossier_id
          -- In the very transaction that decided: nothing is added to it later.
          AND d.set_at = transaction_timestamp() AND d.set_by_id = (SELECT access_my_id())));
CREATE POLICY municipal ON pip_objection AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (
    (SELECT access_municipal()) AND EXISTS (
        SELECT FROM pip_decision d WHERE d.id = decision_id AND d.dossier_id = pip_objection.dossier_id));
CREATE POLICY municipal_change ON pip_objection AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING ((SELECT access_municipal()) AND decided_on IS NULL) WITH CHECK (true);
