-- What a person agreed to. The view `access_visible` reads these rows itself, so withdrawing needs nothing else: the next
-- query sees less. Nobody changes a consent; `dossiers_withdraw_consent` ends it, once.

-- Whether a purpose may be consented to for this recipient, with no more categories than the purpose needs.
CREATE OR REPLACE FUNCTION access_may_be_agreed(wanted text, recipient bigint, opened varchar[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM access_consentpurpose p JOIN access_organisation o ON o.kind = p.kind
    WHERE p.purpose = wanted AND o.id = recipient AND opened <@ p.categories
);

CREATE OR REPLACE FUNCTION access_consent_fill() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.recorded_at := statement_timestamp();
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION access_consent_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id}'::text[]
                                    <> to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id}'::text[] THEN
        RAISE EXCEPTION 'a consent is only withdrawn, once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'access_may_be_agreed(text, bigint, varchar[])', 'access_consent_fill()', 'access_consent_stays()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION access_may_be_agreed(text, bigint, varchar[]) TO reisgenoot_app;
CREATE TRIGGER fill BEFORE INSERT ON access_consent FOR EACH ROW EXECUTE FUNCTION access_consent_fill();
CREATE TRIGGER stays BEFORE UPDATE ON access_consent FOR EACH ROW EXECUTE FUNCTION access_consent_stays();

-- Seen by professionals who may change the route, by the person, and by the recipient while it runs. Recorded in one's own
-- name, from today on, for somebody else, by who may change the route: a recipient can't, so can't widen what it got.
ALTER TABLE access_consent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON access_consent TO reisgenoot_app;
CREATE POLICY seen ON access_consent FOR SELECT TO reisgenoot_app
    USING (
        ((SELECT access_professional()) AND (
            (recipient_id = (SELECT access_my_organisation()) AND withdrawn_at IS NULL
                AND begins_on <= access_today() AND ends_on > access_today())
            OR EXISTS (
                SELECT FROM access_grants(access_consent.dossier_id) g
                WHERE g.category = 'route' AND g.may_change
            )
        ))
        OR ((SELECT access_is('newcomer')) AND EXISTS (
            SELECT FROM access_visible v WHERE v.dossier_id = access_consent.dossier_id AND v.relation = 'newcomer'
        ))
    );
CREATE POLICY given ON access_consent FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional())
        AND asked_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND recipient_id <> (SELECT access_my_organisation())
        AND begins_on = access_today() AND withdrawn_at IS NULL
        AND EXISTS (
            SELECT FROM access_grants(access_consent.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
        AND access_may_be_agreed(purpose, recipient_id, categories)
    );

-- The sentence: by who asked for it, who gets it, and the person. Added together with the consent, and never after.
ALTER TABLE access_agreedfact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON access_agreedfact TO reisgenoot_app;
CREATE POLICY seen ON access_agreedfact FOR SELECT TO reisgenoot_app
    USING (EXISTS (
        SELECT FROM access_consent c
        WHERE c.id = access_agreedfact.consent_id AND (
            (SELECT access_is('newcomer'))
            OR c.organisation_id = (SELECT access_my_organisation())
            OR (c.recipient_id = (SELECT access_my_organisation()) AND c.withdrawn_at IS NULL
                AND c.begins_on <= access_today() AND c.ends_on > access_today())
        )
    ));
CREATE POLICY given ON access_agreedfact FOR INSERT TO reisgenoot_app
    WITH CHECK (EXISTS (
        SELECT FROM access_consent c
        WHERE c.id = access_agreedfact.consent_id AND c.asked_by_id = (SELECT access_my_id()) AND c.recorded_at >= now()
    ));

-- Notices: of one's own organisation; written by a trigger (`dossiers/sql/60_consent.sql`), marked as read by a colleague.
ALTER TABLE access_consentnotice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (read_at, read_by_id) ON access_consentnotice TO reisgenoot_app;
CREATE POLICY own ON access_consentnotice FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));
CREATE POLICY read ON access_consentnotice FOR UPDATE TO reisgenoot_app
    USING (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()) AND read_at IS NULL
    )
    WITH CHECK (read_by_id = (SELECT access_my_id()));

GRANT SELECT ON access_consentpurpose TO reisgenoot_app, reisgenoot_guard;
