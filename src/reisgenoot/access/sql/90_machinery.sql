-- Tables of the frameworks: sessions, log-in, what is remembered for minutes, jobs. None holds anything about a newcomer.
DO $$
DECLARE
    it text;
BEGIN
    FOR it IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND c.relname ~ '^(django_session|django_site|django_cache|account_|mfa_|socialaccount_|usersessions_|procrastinate_)'
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO reisgenoot_app', it);
    END LOOP;
    FOR it IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND c.relname ~ '^(django_migrations|django_content_type|auth_|access_user_)'
    LOOP
        EXECUTE format('GRANT SELECT ON public.%I TO reisgenoot_app', it);
    END LOOP;
END $$;
