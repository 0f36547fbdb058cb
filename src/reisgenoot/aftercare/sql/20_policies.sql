-- Closing follows the wall of the dossier; what was bought concerns the two who agreed on it.

-- Whether whoever is asking may say what this municipality bought of this organisation: its own case director, policy maker
-- or coordinator, or the coordinator of the organisation.
CREATE OR REPLACE FUNCTION aftercare_may_set(of_municipality text, of_organisation bigint, for_municipality boolean)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_me() me JOIN access_organisation o ON o.id = me.organisation_id
        WHERE CASE WHEN for_municipality
              THEN o.kind = 'municipality' AND o.municipality = of_municipality
                   AND me.role IN ('director', 'policy_maker', 'coordinator')
              ELSE o.id = of_organisation AND o.kind <> 'municipality' AND me.role = 'coordinator' END
    )
$$;
-- Whether it concerns whoever is asking.
CREATE OR REPLACE FUNCTION aftercare_concerns(of_municipality text, of_organisation bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_me() me JOIN access_organisation o ON o.id = me.organisation_id
        WHERE (me.wide OR me.role = 'policy_maker')
          AND (o.id = of_organisation OR (o.kind = 'municipality' AND o.municipality = of_municipality))
    )
$$;
DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['aftercare_may_set(text, bigint, boolean)', 'aftercare_concerns(text, bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;

ALTER TABLE aftercare_contract ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (ends_on) ON aftercare_contract TO reisgenoot_app;
CREATE POLICY seen ON aftercare_contract FOR SELECT TO reisgenoot_app
    USING (aftercare_concerns(municipality, organisation_id));
CREATE POLICY set ON aftercare_contract FOR INSERT TO reisgenoot_app
    WITH CHECK (
        set_by_id = (SELECT access_my_id()) AND set_by_organisation_id = (SELECT access_my_organisation())
        AND aftercare_may_set(municipality, organisation_id, by_municipality)
    );
-- Nobody changes what the other one entered.
CREATE POLICY ended ON aftercare_contract FOR UPDATE TO reisgenoot_app
    USING (set_by_organisation_id = (SELECT access_my_organisation())
           AND aftercare_may_set(municipality, organisation_id, by_municipality));

-- Hours: by everybody who works on the route; only who wrote a line takes it back.
ALTER TABLE aftercare_hoursline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (taken_back_on) ON aftercare_hoursline TO reisgenoot_app;
CREATE POLICY read ON aftercare_hoursline FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(aftercare_hoursline.dossier_id) g
        WHERE g.category = 'route' AND g.may_read
    ));
CREATE POLICY add ON aftercare_hoursline FOR INSERT TO reisgenoot_app
    WITH CHECK (
        member_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND taken_back_on IS NULL
        AND EXISTS (
            SELECT FROM access_grants(aftercare_hoursline.dossier_id) g
            WHERE g.category = 'route' AND g.may_add
        )
    );
CREATE POLICY back ON aftercare_hoursline FOR UPDATE TO reisgenoot_app
    USING (member_id = (SELECT access_my_id()) AND EXISTS (
        SELECT FROM access_grants(aftercare_hoursline.dossier_id) g
        WHERE g.category = 'route' AND g.may_add
    ));

-- Measurements: each area in its category; by professionals, in their own name, and only added.
ALTER TABLE aftercare_measurement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON aftercare_measurement TO reisgenoot_app;
CREATE POLICY read ON aftercare_measurement FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(aftercare_measurement.dossier_id) g
        WHERE g.category = aftercare_measurement.category AND g.may_read
    ));
CREATE POLICY add ON aftercare_measurement FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional())
        AND measured_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(aftercare_measurement.dossier_id) g
            WHERE g.category = aftercare_measurement.category
              AND g.may_add
        )
    );

-- What stays with whom: professionals, only added.
ALTER TABLE aftercare_taskleft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON aftercare_taskleft TO reisgenoot_app;
CREATE POLICY read ON aftercare_taskleft FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(aftercare_taskleft.dossier_id) g
        WHERE g.category = 'route' AND g.may_read
    ));
CREATE POLICY add ON aftercare_taskleft FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional())
        AND decided_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND (referral_id IS NULL OR EXISTS (
            SELECT FROM helpdesk_referral r WHERE r.id = referral_id AND r.dossier_id = aftercare_taskleft.dossier_id
        ))
        AND EXISTS (
            SELECT FROM access_grants(aftercare_taskleft.dossier_id) g
            WHERE g.category = 'route' AND g.may_add
        )
    );

-- Closing: professionals who may change the route; taken back by the organisation itself, on the same day.
ALTER TABLE aftercare_closing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (undone_on, undone_by_id) ON aftercare_closing TO reisgenoot_app;
CREATE POLICY read ON aftercare_closing FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(aftercare_closing.dossier_id) g
        WHERE g.category = 'route' AND g.may_read
    ));
CREATE POLICY add ON aftercare_closing FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional()) AND undone_on IS NULL AND closed_on = access_today()
        AND closed_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(aftercare_closing.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    );
CREATE POLICY undone ON aftercare_closing FOR UPDATE TO reisgenoot_app
    USING (
        (SELECT access_professional()) AND organisation_id = (SELECT access_my_organisation())
        AND closed_on = access_today() AND undone_on IS NULL
        AND EXISTS (
            SELECT FROM access_grants(aftercare_closing.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    )
    WITH CHECK (undone_by_id = (SELECT access_my_id()));
