-- Who is asking. The application says so once per transaction; everything else follows from the tables.

-- The day on which periods are judged: the day in the Netherlands.
CREATE OR REPLACE FUNCTION access_today() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp
RETURN (now() AT TIME ZONE 'Europe/Amsterdam')::date;

-- The running membership of this transaction, or no row. `wide`: sees all dossiers of the organisation.
CREATE OR REPLACE FUNCTION access_me(
    OUT id bigint, OUT organisation_id bigint, OUT role text, OUT wide boolean, OUT kind text, OUT today date
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT m.id, m.organisation_id, m.role::text, m.role IN ('guide', 'director', 'coordinator'),
           o.kind::text, access_today()
    FROM access_member m JOIN access_organisation o ON o.id = m.organisation_id
    WHERE m.id = nullif(current_setting('reisgenoot.member', true), '')::bigint
      AND m.begins_on <= access_today()
      AND (m.ends_on IS NULL OR m.ends_on > access_today());
END;

CREATE OR REPLACE FUNCTION access_my_id() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (SELECT id FROM access_me());

CREATE OR REPLACE FUNCTION access_my_organisation() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (SELECT organisation_id FROM access_me());

-- Guides, case directors and coordinators; not volunteers, and not those who see no dossier at all.
CREATE OR REPLACE FUNCTION access_professional() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN coalesce((SELECT wide FROM access_me()), false);

-- The same, of a municipality: who carries out the acts on civic integration.
CREATE OR REPLACE FUNCTION access_municipal() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN coalesce((SELECT wide AND kind = 'municipality' FROM access_me()), false);

-- The organisation of whoever is asking, if they may read the route of all that it is responsible for; otherwise null.
CREATE OR REPLACE FUNCTION access_guiding_organisation() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (
    SELECT me.organisation_id FROM access_me() me
    WHERE me.wide AND EXISTS (
        SELECT FROM access_rule r
        WHERE r.relation = CASE me.role WHEN 'coordinator' THEN 'coordinator' ELSE 'acts_in_phase' END
          AND r.category = 'route' AND r.kind IN ('', me.kind) AND r.may_read
    )
);

CREATE OR REPLACE FUNCTION access_is(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN coalesce((SELECT role = wanted FROM access_me()), false);

-- Log-in: the membership of a user to work as (the wanted one if it runs, else the oldest running one),
-- which this transaction then acts as. Other running memberships follow, so that the user can switch. Those of an
-- organisation that requires a second factor are `shut`, and come last, while the user has none; `vouched` says that the
-- organisation's own log-in has asked for one.
CREATE OR REPLACE FUNCTION access_enter(for_user bigint, wanted bigint, vouched boolean)
RETURNS TABLE (member access_member, shut boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found record;
    first boolean := true;
BEGIN
    PERFORM set_config('reisgenoot.member', '', true);
    -- A page asks the same few short questions over and over: planning them each time costs as much as answering them.
    PERFORM set_config('plan_cache_mode', 'force_generic_plan', true);
    FOR found IN
        SELECT m, o.mfa_required AND NOT vouched AND NOT EXISTS (
            SELECT FROM mfa_authenticator a WHERE a.user_id = for_user AND a.type IN ('totp', 'webauthn')
        ) AS shut
        FROM access_member m JOIN access_organisation o ON o.id = m.organisation_id
        WHERE m.user_id = for_user AND m.begins_on <= access_today()
          AND (m.ends_on IS NULL OR m.ends_on > access_today())
        ORDER BY 2, (m.id = wanted) DESC NULLS LAST, m.begins_on, m.id
    LOOP
        IF first AND NOT found.shut THEN
            PERFORM set_config('reisgenoot.member', ((found.m)::access_member).id::text, true);
        END IF;
        first := false;
        member := found.m;
        shut := found.shut;
        RETURN NEXT;
    END LOOP;
END $$;

-- The dossiers that whoever is asking may know of, and by which relation of the table of access.
CREATE OR REPLACE VIEW access_visible WITH (security_barrier) AS
SELECT i.dossier_id, me.kind, i.responsible, i.begins_on,
       CASE WHEN i.ends_on <= me.today THEN i.reads_until ELSE i.ends_on END AS until,
       CASE
           WHEN me.role IN ('volunteer', 'newcomer') THEN me.role
           WHEN i.ends_on <= me.today THEN 'handed_over'
           WHEN i.basis = 'handover' THEN 'took_over'
           WHEN me.role = 'coordinator' THEN 'coordinator'
           ELSE 'acts_in_phase'
       END AS relation,
       NULL::varchar[] AS opened  -- the categories it is limited to
FROM access_me() me
JOIN access_involvement i ON i.organisation_id = me.organisation_id
WHERE (me.wide OR (me.role IN ('volunteer', 'newcomer') AND i.member_id = me.id))
  AND i.begins_on <= me.today
  AND (i.ends_on IS NULL OR i.ends_on > me.today OR (me.wide AND i.reads_until > me.today))
UNION ALL
SELECT e.dossier_id, me.kind, false, (e.at AT TIME ZONE 'Europe/Amsterdam')::date,
       (e.until AT TIME ZONE 'Europe/Amsterdam')::date, 'emergency', NULL
FROM access_me() me JOIN access_emergencyaccess e ON e.member_id = me.id
WHERE me.role = 'coordinator' AND e.dossier_id IS NOT NULL AND e.until > now()
UNION ALL
SELECT c.dossier_id, me.kind, false, c.begins_on, c.ends_on, 'consent', c.categories
FROM access_me() me JOIN access_consent c ON c.recipient_id = me.organisation_id
WHERE me.wide AND c.withdrawn_at IS NULL AND c.begins_on <= me.today AND c.ends_on > me.today;

-- Those for which their own organisation is not responsible, and what a volunteer sees: for lists, `dossiers/seen.py`.
CREATE OR REPLACE VIEW access_elsewhere WITH (security_barrier) AS
SELECT DISTINCT v.dossier_id FROM access_visible v WHERE NOT v.responsible;

-- Whether the organisation has a part in so few of those that a list can begin with them: 2,000, by `benchmarks/`.
CREATE OR REPLACE FUNCTION access_sees_few() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (
    SELECT count(*) <= 2000 FROM (
        SELECT FROM access_involvement i
        WHERE i.organisation_id = (SELECT organisation_id FROM access_me()) AND NOT i.responsible LIMIT 2001
    ) AS elsewhere
);

-- Dossiers whose use the person has limited (GDPR, article 18).
CREATE OR REPLACE VIEW access_limited WITH (security_barrier) AS
SELECT l.dossier_id FROM access_limitation l WHERE l.lifted_on IS NULL;

-- What they may do there, by category. Nobody adds to a limited dossier, or changes it.
CREATE OR REPLACE VIEW access_granted WITH (security_barrier) AS
SELECT v.dossier_id, r.category, r.may_know, r.may_read,
       r.may_add AND NOT EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = v.dossier_id) AS may_add,
       r.may_change AND NOT EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = v.dossier_id) AS may_change
FROM access_visible v JOIN access_rule r ON r.relation = v.relation AND r.kind IN ('', v.kind)
WHERE v.opened IS NULL OR r.category = ANY (v.opened);

-- The same of one dossier, which is what policies ask: `EXISTS (SELECT FROM access_grants(dossier_id) g WHERE …)`.
-- PostgreSQL writes its text out in the query, and looks each row up by index. With `access_granted` and a condition it
-- would hash all that the organisation sees first, which for one that works in the whole country takes half a second.
CREATE OR REPLACE FUNCTION access_grants(of_dossier bigint)
RETURNS TABLE (category character varying, may_know boolean, may_read boolean, may_add boolean, may_change boolean)
LANGUAGE sql STABLE ROWS 10
BEGIN ATOMIC
    SELECT g.category, g.may_know, g.may_read, g.may_add, g.may_change FROM access_granted g
    WHERE g.dossier_id = of_dossier;
END;

-- The same for queries that want a set.
CREATE OR REPLACE FUNCTION access_visible_dossiers() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1000 SET search_path = pg_catalog, public, pg_temp
BEGIN ATOMIC
    SELECT dossier_id FROM access_visible;
END;

-- Whether whoever is asking works with the dossier for an organisation that acts in it: not as a volunteer, nor by consent,
-- emergency, or after a hand-over. Also while it is limited.
CREATE OR REPLACE FUNCTION access_works_on(dossier bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_visible v
        WHERE v.dossier_id = dossier AND v.relation IN ('acts_in_phase', 'took_over', 'coordinator')
    )
$$;

-- Whether nobody has ever been involved with this id: then it may be opened.
CREATE OR REPLACE FUNCTION access_unclaimed(dossier bigint) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT NOT EXISTS (SELECT FROM access_involvement i WHERE i.dossier_id = dossier) $$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'access_today()', 'access_me()', 'access_my_id()', 'access_my_organisation()', 'access_professional()',
        'access_municipal()', 'access_guiding_organisation()', 'access_is(text)', 'access_enter(bigint, bigint, boolean)',
        'access_grants(bigint)', 'access_sees_few()', 'access_visible_dossiers()', 'access_unclaimed(bigint)', 'access_works_on(bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
ALTER VIEW access_visible OWNER TO reisgenoot_guard;
ALTER VIEW access_limited OWNER TO reisgenoot_guard;
ALTER VIEW access_granted OWNER TO reisgenoot_guard;
ALTER VIEW access_elsewhere OWNER TO reisgenoot_guard;
GRANT SELECT ON access_visible, access_granted, access_limited, access_elsewhere TO reisgenoot_app, reisgenoot_guard;
GRANT SELECT ON access_member, access_organisation, access_involvement, access_rule, access_emergencyaccess,
    access_consent, access_limitation TO reisgenoot_guard;
GRANT SELECT (user_id, type) ON mfa_authenticator TO reisgenoot_guard;
GRANT SELECT ON access_rule TO reisgenoot_app;
