-- Whether whoever is asking works at a municipality.
CREATE OR REPLACE FUNCTION relief_by_municipality() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM access_me() me JOIN access_organisation o ON o.id = me.organisation_id WHERE o.kind = 'municipality'
);
ALTER FUNCTION relief_by_municipality() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION relief_by_municipality() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION relief_by_municipality() TO reisgenoot_app;
