-- Enforcement is the municipality's: nobody else reads it. What happened, the judgement, fines and objections are of the
-- category `legal`; circumstances and what was said in a talk of `learning_health`, which municipalities alone read.
CREATE OR REPLACE FUNCTION enforcement_municipal(roles text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM access_me() me JOIN access_organisation o ON o.id = me.organisation_id
    WHERE o.kind = 'municipality' AND me.role = ANY (roles)
);
ALTER FUNCTION enforcement_municipal(text[]) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION enforcement_municipal(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enforcement_municipal(text[]) TO reisgenoot_app;

DO $$
DECLARE
    it record;
    granted text;
    own text;
    municipal text := '((SELECT enforcement_municipal(ARRAY[''guide'', ''director'', ''coordinator''])))';
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('case', 'legal', 'changed_by_id', 'reminded_on, remind_until, reported_on, reported_by_id, closed_on, closed_why'),
        ('circumstance', 'learning_health', 'changed_by_id', 'matters, found'),
        ('talk', 'learning_health', 'changed_by_id', ''),
        ('judgement', 'legal', 'changed_by_id', 'degree, reason, talk_id'),
        ('fine', 'legal', 'changed_by_id', 'owed, sent_on, sent_how, withdrawn_on, withdrawn_why'),
        ('instalment', 'legal', 'set_by_id', ''),
        ('payment', 'legal', 'recorded_by_id', 'taken_back_on'),
        ('objection', 'legal', 'changed_by_id', 'outcome, decided_on, reason, owed_after')
    ) AS t (name, category, whose, changed) LOOP
        EXECUTE format('ALTER TABLE enforcement_%s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.name);
        EXECUTE format('GRANT SELECT, INSERT ON enforcement_%s TO reisgenoot_app', it.name);
        granted := format(
            'EXISTS (SELECT FROM access_grants(enforcement_%s.dossier_id) g WHERE g.category = %L AND g.', it.name, it.category
        );
        own := CASE WHEN it.name = 'payment' THEN 'true' ELSE format('%I = (SELECT access_my_id())', it.whose) END;
        EXECUTE format('CREATE POLICY municipal ON enforcement_%s AS RESTRICTIVE FOR ALL TO reisgenoot_app USING ', it.name)
            || municipal;
        EXECUTE format('CREATE POLICY read ON enforcement_%s FOR SELECT TO reisgenoot_app USING (', it.name)
            || granted || 'may_read))';
        EXECUTE format(
            'CREATE POLICY add ON enforcement_%s FOR INSERT TO reisgenoot_app WITH CHECK (%I = (SELECT access_my_id()) AND ',
            it.name, it.whose
        ) || granted || 'may_add))';
        IF it.changed <> '' THEN
            EXECUTE format('CREATE POLICY change ON enforcement_%s FOR UPDATE TO reisgenoot_app USING (', it.name)
                || granted || 'may_change)) WITH CHECK (' || own || ')';
            EXECUTE format('GRANT UPDATE (%s) ON enforcement_%s TO reisgenoot_app', it.changed, it.name);
        END IF;
        IF it.whose = 'changed_by_id' AND it.changed <> '' THEN
            EXECUTE format('GRANT UPDATE (changed_by_id, changed_at, changes) ON enforcement_%s TO reisgenoot_app', it.name);
        END IF;
    END LOOP;
    -- Names of tables are ours, as written above (`case` would be quoted in the middle of a name).
    -- Nothing hangs on a case or fine of another dossier.
    FOREACH own IN ARRAY ARRAY['circumstance', 'talk', 'judgement', 'fine'] LOOP
        EXECUTE format(
            'CREATE POLICY of_one_dossier ON enforcement_%1$s AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS ('
            'SELECT FROM enforcement_case c WHERE c.id = case_id AND c.dossier_id = enforcement_%1$s.dossier_id))', own
        );
    END LOOP;
    FOREACH own IN ARRAY ARRAY['instalment', 'payment', 'objection'] LOOP
        EXECUTE format(
            'CREATE POLICY of_one_dossier ON enforcement_%1$s AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS ('
            'SELECT FROM enforcement_fine f WHERE f.id = fine_id AND f.dossier_id = enforcement_%1$s.dossier_id))', own
        );
    END LOOP;
END $$;
GRANT USAGE ON SEQUENCE enforcement_circumstance_id_seq, enforcement_instalment_id_seq TO reisgenoot_app;
-- An arrangement for paying is replaced as a whole.
GRANT DELETE ON enforcement_instalment TO reisgenoot_app;
CREATE POLICY replace ON enforcement_instalment FOR DELETE TO reisgenoot_app USING (EXISTS (
    SELECT FROM access_grants(enforcement_instalment.dossier_id) g WHERE g.category = 'legal' AND g.may_change));

-- A fine, withdrawing it and deciding on an objection: a case director, in their own name.
CREATE POLICY director_adds ON enforcement_fine AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (decided_by_id = (SELECT access_my_id()) AND (SELECT enforcement_municipal(ARRAY['director'])));
CREATE POLICY director_changes ON enforcement_fine AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING ((SELECT enforcement_municipal(ARRAY['director'])));
CREATE POLICY director_decides ON enforcement_objection AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING ((SELECT enforcement_municipal(ARRAY['director'])));
