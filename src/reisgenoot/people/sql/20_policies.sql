-- Persons and what hangs on them, by the table of access. A person's id is that of the dossier.
DO $$
DECLARE
    it record;
    granted text;
BEGIN
    FOR it IN SELECT * FROM (VALUES
        ('people_person', 'id', 'identity'),
        ('people_personname', 'person_id', 'identity'),
        ('people_identifier', 'person_id', 'legal')
    ) AS t (tab, col, category) LOOP
        granted := format(
            '(EXISTS (SELECT FROM access_grants(%I.%I) g WHERE g.category = %L AND g.', it.tab, it.col,
            it.category
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', it.tab);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO reisgenoot_app', it.tab);
        EXECUTE format('CREATE POLICY read ON %I FOR SELECT TO reisgenoot_app USING ', it.tab) || granted || 'may_read))';
        EXECUTE format('CREATE POLICY add ON %I FOR INSERT TO reisgenoot_app WITH CHECK ', it.tab) || granted || 'may_add))';
        EXECUTE format('CREATE POLICY change ON %I FOR UPDATE TO reisgenoot_app USING ', it.tab) || granted || 'may_change))';
    END LOOP;
END $$;

-- A household is open to who may see somebody in it; one in which nobody has lived yet, to every professional.
-- Person by person, so that each is one look-up by index: a join would hash all that the asker may see, every time.
CREATE OR REPLACE FUNCTION people_household_open(household bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who bigint;
BEGIN
    FOR who IN SELECT p.person_id FROM people_householdmember p WHERE p.household_id = household LOOP
        IF EXISTS (
            SELECT FROM access_grants(who) g WHERE g.category = 'family' AND g.may_read
        ) THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN NOT FOUND AND access_professional();  -- nobody has lived in it yet
END $$;

ALTER TABLE people_household ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON people_household TO reisgenoot_app;
CREATE POLICY involved ON people_household TO reisgenoot_app
    USING (people_household_open(id))
    WITH CHECK ((SELECT access_professional()) AND people_household_open(id));

ALTER TABLE people_householdmember ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON people_householdmember TO reisgenoot_app;
CREATE POLICY read ON people_householdmember FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(people_householdmember.person_id) g
        WHERE g.category = 'family' AND g.may_read
    ));
CREATE POLICY add ON people_householdmember FOR INSERT TO reisgenoot_app
    WITH CHECK (people_household_open(household_id) AND EXISTS (
        SELECT FROM access_grants(people_householdmember.person_id) g
        WHERE g.category = 'family' AND g.may_add
    ));
CREATE POLICY change ON people_householdmember FOR UPDATE TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_grants(people_householdmember.person_id) g
        WHERE g.category = 'family' AND g.may_change
    ))
    WITH CHECK (people_household_open(household_id) AND EXISTS (
        SELECT FROM access_grants(people_householdmember.person_id) g
        WHERE g.category = 'family' AND g.may_change
    ));

-- Search by name. The trigram index cannot be used behind a policy (its operators could leak what they
-- compare), so this function looks in the index first and then keeps what the asker may see.
CREATE OR REPLACE FUNCTION people_search(latin text, bones text, many integer)
RETURNS TABLE (person_id bigint, matched text, score real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.45 AS $$
    SELECT DISTINCT ON (n.person_id) n.person_id, n.full::text,
           greatest(word_similarity(latin, n.search), 0.9 * word_similarity(bones, split_part(n.search, ' | ', 2)))::real
    FROM people_personname n
    WHERE (latin <% n.search OR (length(bones) > 1 AND bones <% n.search))
      AND EXISTS (
          SELECT FROM access_grants(n.person_id) g WHERE g.category = 'identity' AND g.may_read
      )
    ORDER BY n.person_id, 3 DESC
    LIMIT many
$$;

ALTER FUNCTION people_household_open(bigint) OWNER TO reisgenoot_guard;
ALTER FUNCTION people_search(text, text, integer) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION people_household_open(bigint), people_search(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_household_open(bigint), people_search(text, text, integer) TO reisgenoot_app;
GRANT SELECT ON people_householdmember, people_personname TO reisgenoot_guard;
