-- What the .sql files say is all there is: policies and rights given earlier go first.
DO $$
DECLARE
    it record;
    function text;
BEGIN
    FOR it IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON public.%I', it.policyname, it.tablename);
    END LOOP;
    -- A function whose result has another form than before can't be replaced, only made anew. Their names are gathered
    -- first: one that was dropped together with another has no name any more.
    FOREACH function IN ARRAY coalesce((
        SELECT array_agg(p.oid::regprocedure::text) FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE r.rolname = 'reisgenoot_guard' AND p.pronamespace = 'public'::regnamespace
    ), '{}') LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', function);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM reisgenoot_app, reisgenoot_guard;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO reisgenoot_app;
