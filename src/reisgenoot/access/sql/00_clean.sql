-- What the .sql files say is all there is: policies and rights given earlier go first.
DO $$
DECLARE
    it record;
BEGIN
    FOR it IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
        EXECUTE format('DROP POLICY %I ON public.%I', it.policyname, it.tablename);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM reisgenoot_app, reisgenoot_guard;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO reisgenoot_app;
