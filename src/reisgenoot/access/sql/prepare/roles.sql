-- Three roles, made by whoever DATABASE_URL logs in as:
--   reisgenoot_owner  owns the tables, cannot log in; migrations run as this role
--   reisgenoot_guard  owns the functions and the view that decide who sees what; passes the wall, cannot log in
--   reisgenoot_app    what the application runs as; owns nothing
DO $$
DECLARE
    wanted text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reisgenoot roles'));
    FOREACH wanted IN ARRAY ARRAY['reisgenoot_owner', 'reisgenoot_guard', 'reisgenoot_app'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- roles belong to the server: a migration of another database was just ahead of us
            END;
        END IF;
    END LOOP;
    IF NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname = 'reisgenoot_guard') THEN
        ALTER ROLE reisgenoot_guard BYPASSRLS;
    END IF;
    IF NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'reisgenoot_app') THEN
        ALTER ROLE reisgenoot_app LOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'reisgenoot_owner', 'USAGE') THEN
        EXECUTE format('GRANT reisgenoot_owner, reisgenoot_guard, reisgenoot_app TO %I', current_user);
    END IF;
END $$;

-- Many short queries on a disk without arms: compiling them costs more than it gains, and following an index is cheap.
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reisgenoot database'));
    EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
    EXECUTE format('ALTER DATABASE %I SET random_page_cost = 1.1', current_database());
END $$;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;

GRANT USAGE, CREATE ON SCHEMA public TO reisgenoot_owner;
GRANT USAGE ON SCHEMA public TO reisgenoot_guard, reisgenoot_app;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
