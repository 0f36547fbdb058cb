-- What the .sql files say is all there is: policies and rights given earlier go first.
DO $$
DECLARE
    it record;
BEGIN
    FOR it IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON public.%I', it.policyname, it.tablename);
    END LOOP;
    -- A function whose result has another form than before can't be replaced, only made anew.
    FOR it IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
              WHERE r.rolname = 'reisgenoot_guard' AND p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', it.name);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM reisgenoot_app, reisgenoot_guard;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO reisgenoot_app;
