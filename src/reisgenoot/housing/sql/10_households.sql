-- Everybody in the household that somebody lives in now, themselves included.
CREATE OR REPLACE FUNCTION housing_mates(dossier bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT dossier
    UNION
    SELECT other.person_id
    FROM people_householdmember own JOIN people_householdmember other ON other.household_id = own.household_id
    WHERE own.person_id = dossier
      AND own.begins_on <= access_today() AND (own.ends_on IS NULL OR own.ends_on > access_today())
      AND other.begins_on <= access_today() AND (other.ends_on IS NULL OR other.ends_on > access_today())
$$;

-- Whether somebody in the household agreed that this organisation knows a sentence about the home that they need.
CREATE OR REPLACE FUNCTION housing_agreed_to(dossier bigint, recipient bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_consent c JOIN access_agreedfact f ON f.consent_id = c.id
        WHERE c.dossier_id IN (SELECT m FROM housing_mates(dossier) m) AND c.recipient_id = recipient
          AND c.purpose = 'fitting_home' AND c.withdrawn_at IS NULL
          AND c.begins_on <= access_today() AND c.ends_on > access_today()
    )
$$;

-- The same for one's own organisation, about a dossier whose route one may change.
CREATE OR REPLACE FUNCTION housing_need_agreed(dossier bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM access_grants(dossier) g WHERE g.category = 'route' AND g.may_change
    ) AND housing_agreed_to(dossier, access_my_organisation())
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY['housing_mates(bigint)', 'housing_agreed_to(bigint, bigint)', 'housing_need_agreed(bigint)']
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION housing_need_agreed(bigint) TO reisgenoot_app;
GRANT SELECT ON people_householdmember, access_consent, access_agreedfact TO reisgenoot_guard;
