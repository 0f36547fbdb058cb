-- Consents: about a dossier that exists; withdrawn by one call; those whom it concerns get notice.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'consent_dossier_exists') THEN
        ALTER TABLE access_consent ADD CONSTRAINT consent_dossier_exists
            FOREIGN KEY (dossier_id) REFERENCES dossiers_dossier (person_id) DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$;

-- Ends a running consent at once: by a professional who may change the route, by one of the recipient (the person may tell
-- anybody), or by the person. False if there is none that whoever is asking may withdraw.
CREATE OR REPLACE FUNCTION dossiers_withdraw_consent(which bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it access_consent;
BEGIN
    SELECT * INTO it FROM access_consent c
    WHERE c.id = which AND c.withdrawn_at IS NULL AND c.begins_on <= access_today() AND c.ends_on > access_today()
      AND (
        (access_professional() AND (c.recipient_id = access_my_organisation() OR EXISTS (
            SELECT FROM access_grants(c.dossier_id) g WHERE g.category = 'route' AND g.may_change
        )))
        OR EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = c.dossier_id AND v.relation = 'newcomer')
      )
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    -- First: after it, the recipient has no basis any more.
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
    VALUES (access_my_id(), access_my_organisation(), it.dossier_id, 'write', 'consent withdrawn');
    UPDATE access_consent SET withdrawn_at = statement_timestamp(), withdrawn_by_id = access_my_id() WHERE id = which;
    RETURN true;
END $$;

-- To the recipient, and to the organisation that is responsible for the dossier; not to who did it.
CREATE OR REPLACE FUNCTION dossiers_consent_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO access_consentnotice (consent_id, organisation_id, what)
    SELECT NEW.id, told.id, CASE TG_OP WHEN 'INSERT' THEN 'given' ELSE 'withdrawn' END
    FROM (
        SELECT NEW.recipient_id AS id
        UNION
        SELECT d.organisation_id FROM dossiers_dossier d WHERE d.person_id = NEW.dossier_id
    ) told
    WHERE told.id IS DISTINCT FROM access_my_organisation();
    RETURN NULL;
END $$;

-- The notices for whoever is asking: what their organisation received by consent, and what was given or withdrawn in
-- dossiers of their own (for a coordinator: of the organisation). The name is told with it until the notice is read: who
-- loses access must know whose data to put away. After that only to those who may open the dossier anyway.
CREATE OR REPLACE FUNCTION dossiers_consent_notices()
RETURNS TABLE (
    id bigint, what text, at timestamptz, read_at timestamptz, purpose text, recipient text,
    received boolean, ends_on date, dossier_id bigint, may_open boolean, name text, by_whom text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT n.id, n.what::text, n.at, n.read_at, c.purpose::text, o.name::text, c.recipient_id = me.organisation_id,
           c.ends_on, c.dossier_id, seen.may_open,
           CASE WHEN n.read_at IS NULL OR seen.may_open THEN d.name::text ELSE '' END,
           m.name || ', ' || w.name
    FROM access_me() me
    JOIN access_consentnotice n ON n.organisation_id = me.organisation_id
    JOIN access_consent c ON c.id = n.consent_id
    JOIN access_organisation o ON o.id = c.recipient_id
    JOIN dossiers_dossier d ON d.person_id = c.dossier_id
    JOIN access_member m ON m.id = CASE n.what WHEN 'given' THEN c.asked_by_id ELSE c.withdrawn_by_id END
    JOIN access_organisation w ON w.id = m.organisation_id
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT FROM access_grants(c.dossier_id) g WHERE g.category = 'route' AND g.may_read
    ) AS may_open) seen
    WHERE me.wide AND n.at > now() - interval '90 days'
      AND (c.recipient_id = me.organisation_id OR d.worker_id = me.id OR me.role = 'coordinator')
    ORDER BY n.read_at IS NOT NULL, n.at DESC
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'dossiers_withdraw_consent(bigint)', 'dossiers_consent_tell()', 'dossiers_consent_notices()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION dossiers_withdraw_consent(bigint), dossiers_consent_notices() TO reisgenoot_app;
GRANT SELECT, UPDATE ON access_consent TO reisgenoot_guard;
GRANT SELECT, INSERT ON access_consentnotice TO reisgenoot_guard;
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF withdrawn_at ON access_consent
    FOR EACH ROW EXECUTE FUNCTION dossiers_consent_tell();
