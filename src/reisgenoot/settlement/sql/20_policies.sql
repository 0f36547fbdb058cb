-- The checklist, arranging days and the list of furniture stand with the route; the money for furnishing is money.
DO $$
DECLARE
    it record;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('settlement_checklistitem', 'route'), ('settlement_arrangingday', 'route'), ('settlement_dayslot', 'route'),
        ('settlement_furnishingitem', 'route'), ('settlement_furnishing', 'finance')
    ) AS t (tab, category) LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format($policy$
            CREATE POLICY read ON %1$I FOR SELECT TO reisgenoot_app USING (EXISTS (
                SELECT FROM access_grants(%1$I.dossier_id) g WHERE g.category = %2$L AND g.may_read
            ))$policy$, it.tab, it.category);
        EXECUTE format($policy$
            CREATE POLICY add ON %1$I FOR INSERT TO reisgenoot_app WITH CHECK (EXISTS (
                SELECT FROM access_grants(%1$I.dossier_id) g WHERE g.category = %2$L AND g.may_add
            ))$policy$, it.tab, it.category);
        EXECUTE format($policy$
            CREATE POLICY change ON %1$I FOR UPDATE TO reisgenoot_app USING (EXISTS (
                SELECT FROM access_grants(%1$I.dossier_id) g WHERE g.category = %2$L AND g.may_change
            ))$policy$, it.tab, it.category);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO reisgenoot_app', it.tab);
    END LOOP;
    -- Who changed a row last is who changed it.
    FOR it IN SELECT unnest(ARRAY['settlement_checklistitem', 'settlement_arrangingday', 'settlement_furnishing',
                                  'settlement_furnishingitem']) AS tab LOOP
        EXECUTE format($policy$
            CREATE POLICY own_name ON %I AS RESTRICTIVE FOR INSERT TO reisgenoot_app
                WITH CHECK (changed_by_id = (SELECT access_my_id()))$policy$, it.tab);
        EXECUTE format($policy$
            CREATE POLICY own_name_again ON %I AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
                USING (true) WITH CHECK (changed_by_id = (SELECT access_my_id()))$policy$, it.tab);
    END LOOP;
END $$;

-- Nothing moves to another dossier.
GRANT UPDATE (member_id, by_person, note, proof_id, changed_by_id, changed_at, changes) ON settlement_checklistitem TO reisgenoot_app;
GRANT UPDATE ("on", state, cancelled_why, changed_by_id, changed_at, changes) ON settlement_arrangingday TO reisgenoot_app;
GRANT UPDATE (starts, minutes, what, organisation, place, bring, more, companion_id, interpreter, appointment_id, done)
    ON settlement_dayslot TO reisgenoot_app;
GRANT UPDATE (budget, source, changed_by_id, changed_at, changes) ON settlement_furnishing TO reisgenoot_app;
GRANT UPDATE (position, what, number, state, price, source, changed_by_id, changed_at, changes)
    ON settlement_furnishingitem TO reisgenoot_app;
-- A visit that is left out of the day, and a thing that is left off the list, are gone.
GRANT DELETE ON settlement_dayslot, settlement_furnishingitem TO reisgenoot_app;
CREATE POLICY leave_out ON settlement_dayslot FOR DELETE TO reisgenoot_app USING (EXISTS (
    SELECT FROM access_grants(settlement_dayslot.dossier_id) g WHERE g.category = 'route' AND g.may_change
));
CREATE POLICY leave_off ON settlement_furnishingitem FOR DELETE TO reisgenoot_app USING (EXISTS (
    SELECT FROM access_grants(settlement_furnishingitem.dossier_id) g WHERE g.category = 'route' AND g.may_change
));
