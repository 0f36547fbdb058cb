-- Who reads what of the way to a home. Two circles that never meet: who works on the dossier, and the housing association
-- that a request went to. Nothing that the second reads has the number of a dossier in it.

-- The dossiers that whoever is asking works on as a professional, or did until a hand-over less than 30 days ago: not by
-- consent or emergency, so that nobody gets into requests and offers by another door.
CREATE OR REPLACE VIEW housing_dossiers WITH (security_barrier) AS
SELECT v.dossier_id FROM access_visible v
WHERE v.relation IN ('acts_in_phase', 'took_over', 'coordinator', 'handed_over');

-- The requests that they have a part in: as the association that was asked, or with the household.
CREATE OR REPLACE VIEW housing_mine WITH (security_barrier) AS
SELECT a.request_id, 'association' AS part, r.state = 'running' AND a.declined_on IS NULL AS open
FROM access_me() me
JOIN housing_addressee a ON a.association_id = me.organisation_id
JOIN housing_request r ON r.id = a.request_id
WHERE me.wide
UNION ALL
SELECT h.request_id, 'household', h.running
FROM housing_requesthousehold h JOIN housing_dossiers d ON d.dossier_id = h.dossier_id;

-- The same of one dossier and one request, which is what policies ask: see `access_grants`.
CREATE OR REPLACE FUNCTION housing_works_on(of_dossier bigint) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT d.dossier_id FROM housing_dossiers d WHERE d.dossier_id = of_dossier;
END;
CREATE OR REPLACE FUNCTION housing_parts(of_request bigint) RETURNS TABLE (part text, open boolean)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT m.part, m.open FROM housing_mine m WHERE m.request_id = of_request;
END;
DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['housing_works_on(bigint)', 'housing_parts(bigint)'] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;

ALTER VIEW housing_dossiers OWNER TO reisgenoot_guard;
ALTER VIEW housing_mine OWNER TO reisgenoot_guard;
GRANT SELECT ON housing_dossiers, housing_mine TO reisgenoot_app, reisgenoot_guard;
GRANT SELECT ON housing_addressee, housing_request, housing_requesthousehold, housing_offer, housing_link
    TO reisgenoot_guard;

-- Links: proposed by the COA for a dossier of its own. The municipality reads a proposal until it has answered; then it
-- works on the dossier, or the row is closed to it; why it was withdrawn it reads for two weeks. Its answer is
-- `housing_answer_link`.
ALTER TABLE housing_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (state, decided_at, decided_by_id, withdrawn_why) ON housing_link TO reisgenoot_app;
CREATE POLICY seen ON housing_link FOR SELECT TO reisgenoot_app
    USING (
        (state = 'proposed' AND municipality_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))
        OR (
            state = 'withdrawn' AND decided_at > statement_timestamp() - interval '14 days'
            AND municipality_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
        )
        OR EXISTS (SELECT FROM housing_works_on(housing_link.dossier_id))
    );
CREATE POLICY proposed ON housing_link FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional()) AND (SELECT kind = 'coa' FROM access_me())
        AND proposed_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND state = 'proposed'
        AND EXISTS (SELECT FROM access_organisation o WHERE o.id = municipality_id AND o.kind = 'municipality')
        AND EXISTS (
            SELECT FROM access_grants(housing_link.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    );
CREATE POLICY withdrawn ON housing_link FOR UPDATE TO reisgenoot_app
    USING (
        state = 'proposed' AND organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
        AND EXISTS (
            SELECT FROM access_grants(housing_link.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    )
    WITH CHECK (state = 'withdrawn' AND decided_by_id = (SELECT access_my_id()));

-- The quota: a number of the municipality, about nobody.
ALTER TABLE housing_quota ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON housing_quota TO reisgenoot_app;
CREATE POLICY own ON housing_quota FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()));
CREATE POLICY entered ON housing_quota FOR INSERT TO reisgenoot_app
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation()) AND set_by_id = (SELECT access_my_id())
        AND (SELECT kind = 'municipality' AND role IN ('coordinator', 'director') FROM access_me())
    );

-- Family that is expected: read and added as what is known of the family.
ALTER TABLE housing_expectedfamily ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON housing_expectedfamily TO reisgenoot_app;
CREATE POLICY read ON housing_expectedfamily FOR SELECT TO reisgenoot_app
    USING ((SELECT access_professional()) AND EXISTS (
        SELECT FROM access_grants(housing_expectedfamily.dossier_id) g
        WHERE g.category = 'family' AND g.may_read
    ));
CREATE POLICY add ON housing_expectedfamily FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional())
        AND member_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(housing_expectedfamily.dossier_id) g
            WHERE g.category = 'family' AND g.may_add
        )
    );

-- Requests: made by a municipality; ended by it, together with the household that it is for.
ALTER TABLE housing_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (state, ended_on, adults, children, family_adults, family_children) ON housing_request TO reisgenoot_app;
CREATE POLICY seen ON housing_request FOR SELECT TO reisgenoot_app
    USING (
        (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))
        OR EXISTS (SELECT FROM housing_parts(housing_request.id))
    );
CREATE POLICY made ON housing_request FOR INSERT TO reisgenoot_app
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional())
        AND (SELECT kind = 'municipality' FROM access_me()) AND state = 'running'
    );
CREATE POLICY ended ON housing_request FOR UPDATE TO reisgenoot_app
    USING (
        state = 'running' AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (SELECT FROM housing_parts(housing_request.id) m WHERE m.part = 'household')
    )
    WITH CHECK (organisation_id = (SELECT access_my_organisation()));

ALTER TABLE housing_requesthousehold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (appointment_id) ON housing_requesthousehold TO reisgenoot_app;
CREATE POLICY seen ON housing_requesthousehold FOR SELECT TO reisgenoot_app
    USING (EXISTS (SELECT FROM housing_works_on(housing_requesthousehold.dossier_id)));
CREATE POLICY made ON housing_requesthousehold FOR INSERT TO reisgenoot_app
    WITH CHECK (
        EXISTS (
            SELECT FROM housing_request r
            WHERE r.id = housing_requesthousehold.request_id AND r.organisation_id = (SELECT access_my_organisation())
              -- What a body needs goes to an association only if somebody in the household agreed to a sentence about it.
              AND (NOT r.ground_floor OR housing_need_agreed(housing_requesthousehold.dossier_id))
        )
        AND EXISTS (
            SELECT FROM access_grants(housing_requesthousehold.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    );

CREATE POLICY planned ON housing_requesthousehold FOR UPDATE TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(housing_requesthousehold.dossier_id) g
        WHERE g.category = 'route' AND g.may_change
    ));

ALTER TABLE housing_addressee ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (declined_on, declined_why) ON housing_addressee TO reisgenoot_app;
CREATE POLICY seen ON housing_addressee FOR SELECT TO reisgenoot_app
    USING (
        ((association_id = (SELECT access_my_organisation()) OR organisation_id = (SELECT access_my_organisation()))
            AND (SELECT access_professional()))
        OR EXISTS (
            SELECT FROM housing_parts(housing_addressee.request_id) m WHERE m.part = 'household'
        )
    );
CREATE POLICY asked ON housing_addressee FOR INSERT TO reisgenoot_app
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation()) AND declined_on IS NULL
        AND EXISTS (SELECT FROM access_organisation o WHERE o.id = association_id AND o.kind = 'housing_association')
        AND EXISTS (
            SELECT FROM housing_request r
            WHERE r.id = housing_addressee.request_id AND r.organisation_id = (SELECT access_my_organisation())
        )
    );
CREATE POLICY declined ON housing_addressee FOR UPDATE TO reisgenoot_app
    USING (
        association_id = (SELECT access_my_organisation()) AND (SELECT access_professional()) AND declined_on IS NULL
    )
    WITH CHECK (association_id = (SELECT access_my_organisation()));

-- Offers: made and withdrawn by the association, which sees its own alone; all further steps are the municipality's.
-- `housing_offer_step` holds in which order, and by whom.
ALTER TABLE housing_offer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON housing_offer TO reisgenoot_app;
GRANT UPDATE (
    state, declined_why, viewing_at, viewing_place, viewing_with, lease_signed_on, lease_begins_on, lease_rent, keys,
    arranging_on
) ON housing_offer TO reisgenoot_app;
CREATE POLICY seen ON housing_offer FOR SELECT TO reisgenoot_app
    USING (
        (association_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))
        OR EXISTS (
            SELECT FROM housing_parts(housing_offer.request_id) m WHERE m.part = 'household'
        )
    );
CREATE POLICY made ON housing_offer FOR INSERT TO reisgenoot_app
    WITH CHECK (
        association_id = (SELECT access_my_organisation()) AND made_by_id = (SELECT access_my_id())
        AND (SELECT access_professional()) AND state = 'offered'
        AND EXISTS (
            SELECT FROM housing_parts(housing_offer.request_id) m
            WHERE m.part = 'association' AND m.open
        )
    );
CREATE POLICY step ON housing_offer FOR UPDATE TO reisgenoot_app
    USING (
        (association_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))
        OR EXISTS (
            SELECT FROM housing_mine m JOIN housing_request r ON r.id = m.request_id
            WHERE m.request_id = housing_offer.request_id AND m.part = 'household'
              AND r.organisation_id = (SELECT access_my_organisation())
        )
    );

ALTER TABLE housing_refusal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON housing_refusal TO reisgenoot_app;
CREATE POLICY seen ON housing_refusal FOR SELECT TO reisgenoot_app
    USING (EXISTS (SELECT FROM housing_works_on(housing_refusal.dossier_id)));
CREATE POLICY made ON housing_refusal FOR INSERT TO reisgenoot_app
    WITH CHECK (
        member_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND (SELECT access_professional())
        AND EXISTS (
            SELECT FROM access_grants(housing_refusal.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
        AND EXISTS (
            SELECT FROM housing_offer o JOIN housing_requesthousehold h ON h.request_id = o.request_id
            WHERE o.id = housing_refusal.offer_id AND h.dossier_id = housing_refusal.dossier_id
        )
    );
