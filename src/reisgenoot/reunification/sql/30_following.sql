-- How many follow the households of these people: applied for or granted, and not here, refused for good or withdrawn.
-- Only numbers, for whoever reads the route of the one asked about: a municipality must know for how many a home is, also
-- where it may not read who they are. In a household it counts those who follow somebody whose route one reads too.
CREATE OR REPLACE FUNCTION reunification_following(asked bigint[])
RETURNS TABLE (dossier_id bigint, adults integer, children integer, granted integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mates AS (
        SELECT a.id AS asked, a.id AS mate FROM unnest(asked) AS a (id)
        UNION
        SELECT own.person_id, other.person_id
        FROM people_householdmember own JOIN people_householdmember other ON other.household_id = own.household_id
        WHERE own.person_id = ANY (asked)
          AND own.begins_on <= access_today() AND (own.ends_on IS NULL OR own.ends_on > access_today())
          AND other.begins_on <= access_today() AND (other.ends_on IS NULL OR other.ends_on > access_today())
    ), tie AS (
        SELECT m.asked, m.mate, r.dossier_id, r.relation
        FROM mates m JOIN reunification_relative r ON r.sponsor_id = m.mate
    ), mine AS (
        SELECT g.dossier_id FROM access_granted g
        WHERE g.category = 'route' AND g.may_read
          AND g.dossier_id IN (SELECT t.asked FROM tie t UNION SELECT t.mate FROM tie t)
    )
    SELECT t.asked,
           count(*) FILTER (WHERE NOT minor)::integer, count(*) FILTER (WHERE minor)::integer,
           count(*) FILTER (WHERE step.granted)::integer
    FROM tie t
    JOIN dossiers_dossier d ON d.person_id = t.dossier_id AND d.definition = 'family-reunification'
        AND (d.closed_on IS NULL OR d.closed_on > access_today())
    JOIN people_person p ON p.id = t.dossier_id
    CROSS JOIN LATERAL (
        SELECT coalesce(age(access_today(), p.born) < interval '18 years', t.relation IN ('child', 'sibling')) AS minor
    ) how_old
    CROSS JOIN LATERAL (
        SELECT max(f.happened_on) FILTER (WHERE f.key = 'reunification_applied') AS applied,
               max(f.happened_on) FILTER (WHERE f.key = 'reunification_granted') IS NOT NULL AS granted,
               max(f.happened_on) FILTER (WHERE f.key = 'reunification_refused') AS refused,
               max(f.happened_on) FILTER (
                   WHERE f.key IN ('objection_filed', 'appeal_filed', 'reunification_granted')) AS followed,
               bool_or(f.key IN ('arrived', 'reunification_withdrawn', 'departed', 'deceased')) AS over
        FROM dossiers_fact f
        WHERE f.dossier_id = t.dossier_id AND f.value IS NOT NULL AND f.happened_on <= access_today()
          AND f.key IN (
              'reunification_applied', 'reunification_granted', 'reunification_refused', 'objection_filed',
              'appeal_filed', 'arrived', 'reunification_withdrawn', 'departed', 'deceased')
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    ) step
    WHERE (SELECT access_professional())
      AND t.asked IN (SELECT m.dossier_id FROM mine m) AND t.mate IN (SELECT m.dossier_id FROM mine m)
      AND (step.applied IS NOT NULL OR step.granted) AND NOT coalesce(step.over, false)
      AND (step.refused IS NULL OR step.followed >= step.refused)
    GROUP BY t.asked
$$;

ALTER FUNCTION reunification_following(bigint[]) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION reunification_following(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reunification_following(bigint[]) TO reisgenoot_app;
GRANT SELECT ON reunification_relative, people_person, people_householdmember, dossiers_dossier, dossiers_fact
    TO reisgenoot_guard;
