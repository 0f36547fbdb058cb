-- The log: each entry in one's own name, with the basis that the database itself finds, and sealed into one chain at
-- commit. Nobody changes or removes an entry; a superuser who does all the same is found out by `reisgenoot verify-log`,
-- because the newest hashes have left the database meanwhile (`access/chain.py`).

-- By which relation whoever is asking sees a dossier; null if they don't.
CREATE OR REPLACE FUNCTION access_basis(dossier bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.relation FROM access_visible v WHERE v.dossier_id = dossier ORDER BY v.until DESC NULLS FIRST, v.relation LIMIT 1
$$;

CREATE OR REPLACE FUNCTION access_log_fill() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    NEW.at := statement_timestamp();
    NEW.basis := CASE WHEN NEW.dossier_id IS NULL THEN '' ELSE coalesce(access_basis(NEW.dossier_id), '') END;
    RETURN NEW;
END $$;

-- What of an entry is sealed, as text; `chain.py` makes the same. Times in microseconds since 1970.
CREATE OR REPLACE FUNCTION access_log_text(entry access_accesslog) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT concat_ws(
        E'\x1f', entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.member_id, entry.organisation_id,
        coalesce(entry.dossier_id::text, ''), coalesce(array_to_string(entry.dossiers, ','), ''),
        entry.act, entry.part, entry.basis, encode(entry.sealed, 'hex') -- which is left out where it is null
    )
$$;

-- Puts an entry at the end of the chain, which is held until the transaction is over.
CREATE OR REPLACE FUNCTION access_log_append(entry access_accesslog) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last access_logseal;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reisgenoot.log'));
    SELECT * INTO last FROM access_logseal ORDER BY position DESC LIMIT 1;
    INSERT INTO access_logseal (position, entry_id, hash) VALUES (
        coalesce(last.position, 0) + 1, entry.id,
        sha256(coalesce(last.hash, ''::bytea) || convert_to(access_log_text(entry), 'UTF8'))
    );
END $$;

-- Deferred to the commit, so that others wait for the chain for that moment only.
CREATE OR REPLACE FUNCTION access_log_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM access_log_append(NEW);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION access_log_stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

-- The newest seal, for whoever carries it out of the database.
CREATE OR REPLACE FUNCTION access_log_head(OUT "position" bigint, OUT hash bytea) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT s.position, s.hash FROM access_logseal s ORDER BY s.position DESC LIMIT 1 $$;

-- In which lists a dossier appeared, for those who may see it: entries name a whole page, which not all may know.
CREATE OR REPLACE FUNCTION access_appearances(dossier bigint)
RETURNS TABLE (at timestamptz, member_id bigint, organisation_id bigint, part text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.at, l.member_id, l.organisation_id, l.part::text FROM access_accesslog l
    WHERE l.dossiers @> ARRAY[dossier] AND EXISTS (
        SELECT FROM access_visible v WHERE v.dossier_id = dossier
        AND CASE v.relation
            WHEN 'consent' THEN l.organisation_id = access_my_organisation()
            WHEN 'volunteer' THEN l.member_id = access_my_id()
            ELSE true
        END
    )
$$;

CREATE TRIGGER fill BEFORE INSERT ON access_accesslog FOR EACH ROW EXECUTE FUNCTION access_log_fill();
CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON access_accesslog
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access_log_seal();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_accesslog EXECUTE FUNCTION access_log_stays();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_logseal EXECUTE FUNCTION access_log_stays();

-- Written in one's own name only, about what one can see. Read with the dossier, one's own lists, and by the
-- data-protection officer for their own organisation. By consent one sees what one's own organisation did, as a
-- volunteer what one did oneself. What is sealed is
-- about shielded dossiers: nobody but the professionals of the organisation that keeps them knows of it.
ALTER TABLE access_accesslog ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON access_accesslog TO reisgenoot_app;
CREATE POLICY involved ON access_accesslog FOR SELECT TO reisgenoot_app
    USING (
        EXISTS (
            SELECT FROM access_visible v WHERE v.dossier_id = access_accesslog.dossier_id
            AND CASE v.relation
                WHEN 'consent' THEN access_accesslog.organisation_id = (SELECT access_my_organisation())
                WHEN 'volunteer' THEN access_accesslog.member_id = (SELECT access_my_id())
                ELSE true
            END
        )
        OR (dossiers IS NOT NULL AND member_id = (SELECT access_my_id()))
        OR (sealed IS NULL AND organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('privacy_officer')))
        OR (sealed IS NOT NULL AND organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()))
    );
CREATE POLICY own_name ON access_accesslog FOR INSERT TO reisgenoot_app
    WITH CHECK (
        member_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND (
            EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = access_accesslog.dossier_id)
            -- One look at all of them: each once, or the count does not fit.
            OR (act = 'appeared_in_list' AND dossiers <> '{}' AND cardinality(dossiers) = (
                SELECT count(DISTINCT v.dossier_id) FROM access_visible v WHERE v.dossier_id = ANY (dossiers)
            ))
            OR (sealed IS NOT NULL AND (SELECT access_professional()))
        )
    );

ALTER TABLE access_logseal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY nobody ON access_logseal TO reisgenoot_app USING (false);

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'access_basis(bigint)', 'access_log_fill()', 'access_log_text(access_accesslog)',
        'access_log_append(access_accesslog)', 'access_log_seal()', 'access_log_stays()', 'access_log_head()',
        'access_appearances(bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION access_basis(bigint), access_log_head(), access_appearances(bigint) TO reisgenoot_app;
GRANT SELECT ON access_accesslog TO reisgenoot_guard;
GRANT SELECT, INSERT ON access_logseal TO reisgenoot_guard;

-- Entries from before there was a chain, in the order in which they were written.
SELECT access_log_append(l) FROM (SELECT * FROM access_accesslog ORDER BY id) l
WHERE NOT EXISTS (SELECT FROM access_logseal);
