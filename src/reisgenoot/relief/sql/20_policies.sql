-- Money of one dossier: those who read and write `finance` there. Paying from the benefit is the municipality's.
DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('relief_relief', 'changed_by_id = (SELECT access_my_id()) AND ', 'stopped_on, stopped_why, changed_by_id, changed_at, changes'),
        ('relief_month', 'changed_by_id = (SELECT access_my_id()) AND ', 'benefit, rest, changed_by_id, changed_at, changes'),
        ('relief_cost', '', 'amount, alone'),
        ('relief_step', 'recorded_by_id = (SELECT access_my_id()) AND ', '')
    ) AS t (tab, own, changed) LOOP
        granted := format(
            '(SELECT access_professional()) AND EXISTS ('
            'SELECT FROM access_grants(%I.dossier_id) g WHERE g.category = ''finance'' AND g.', it.tab
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', it.tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING (', it.tab) || granted || 'may_read))';
        EXECUTE format('CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK (', it.tab) || it.own || granted || 'may_add))';
        IF it.changed <> '' THEN
            EXECUTE format('GRANT UPDATE (%s) ON %I TO reisgenoot_app', it.changed, it.tab);
            EXECUTE format('CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING (', it.tab) || granted
                || 'may_change)) WITH CHECK (' || it.own || 'true)';
        END IF;
        EXECUTE format(
            'CREATE POLICY municipal_adds ON %1$I AS RESTRICTIVE FOR INSERT TO reisgenoot_app'
            ' WITH CHECK ((SELECT access_municipal()))', it.tab
        );
        EXECUTE format(
            'CREATE POLICY municipal_changes ON %1$I AS RESTRICTIVE FOR UPDATE TO reisgenoot_app'
            ' USING ((SELECT access_municipal()))', it.tab
        );
    END LOOP;
END $$;
GRANT USAGE ON SEQUENCE relief_month_id_seq, relief_cost_id_seq TO reisgenoot_app;
CREATE POLICY of_one_dossier ON relief_month AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS (
    SELECT FROM relief_relief r WHERE r.id = relief_id AND r.dossier_id = relief_month.dossier_id));
CREATE POLICY of_one_dossier ON relief_cost AS RESTRICTIVE FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS (
    SELECT FROM relief_month m WHERE m.id = month_id AND m.dossier_id = relief_cost.dossier_id));

-- What is paid from the benefit and what is left are together the benefit, to the cent: judged when the transaction ends.
CREATE OR REPLACE FUNCTION relief_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    about bigint := CASE TG_TABLE_NAME WHEN 'relief_month' THEN (to_jsonb(NEW) ->> 'id')::bigint
                    ELSE (coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'month_id')::bigint END;
BEGIN
    IF EXISTS (
        SELECT FROM relief_month m WHERE m.id = about AND m.benefit <> m.rest + (
            SELECT coalesce(sum(c.amount), 0) FROM relief_cost c WHERE c.month_id = m.id AND NOT c.alone
        )
    ) THEN
        RAISE EXCEPTION 'the month does not add up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'relief_month_adds_up';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION relief_adds_up() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION relief_adds_up() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE ON relief_month DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION relief_adds_up();
CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE OR DELETE ON relief_cost DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION relief_adds_up();
