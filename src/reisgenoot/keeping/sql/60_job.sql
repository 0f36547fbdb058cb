-- The steps of the job. Each may be done again after it broke off: what was done is not done twice.

-- 1. Erase, in the one transaction of whoever calls. A second call finds the erasure done and changes nothing.
CREATE OR REPLACE FUNCTION keeping_carry_out(wanted uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it keeping_erasure;
    unit record;
    these bigint[];
    done jsonb := '{}';
    many bigint;
    whole boolean := false;
BEGIN
    SELECT * INTO it FROM keeping_erasure e WHERE e.number = wanted FOR UPDATE;
    IF NOT FOUND OR it.state <> 'planned' THEN
        RETURN;
    END IF;
    IF it.cause = 'request' THEN
        these := ARRAY[it.dossier_id];
    ELSE
        SELECT coalesce(array_agg(DISTINCT u.dossier_id), '{}') INTO these
        FROM keeping_units(it.organisation_id, NULL) u WHERE u.due_on <= access_today();
    END IF;
    -- Nobody records, suspends or limits meanwhile; what was just now changed is seen by the query after this.
    PERFORM FROM dossiers_dossier d WHERE d.person_id = ANY (these) ORDER BY d.person_id FOR UPDATE;
    FOR unit IN
        SELECT u.*, r.written FROM unnest(these) AS one, LATERAL keeping_units(NULL, one) u
        JOIN dossiers_dossier d ON d.person_id = u.dossier_id, LATERAL keeping_rule_of(d.organisation_id, u.kind) r
        WHERE NOT keeping_held(one, it.request_id) AND d.organisation_id = it.organisation_id
          AND CASE it.cause
              WHEN 'term' THEN u.due_on <= access_today()
              ELSE (it.kinds IS NULL OR u.kind = ANY (it.kinds)) AND NOT u.shared AND (u.kept_until IS NULL OR u.kept_until <= access_today())
          END
        ORDER BY u.dossier_id, u.kind = 'dossier'
    LOOP
        IF it.member_id IS NOT NULL THEN
            INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
            VALUES (it.member_id, it.organisation_id, unit.dossier_id, 'write', 'erased');
        END IF;
        IF unit.kind = 'dossier' THEN
            many := keeping_erase_dossier(wanted, unit.dossier_id);
            whole := true;
        ELSE
            many := keeping_erase_part(wanted, unit.dossier_id, unit.kind);
        END IF;
        done := done || jsonb_build_object(unit.kind, jsonb_build_object(
            'rows', coalesce((done #>> ARRAY[unit.kind, 'rows'])::bigint, 0) + many,
            'dossiers', coalesce((done #>> ARRAY[unit.kind, 'dossiers'])::bigint, 0) + 1,
            'term', unit.written, 'by_kind', unit.by_kind, 'by_data', unit.by_data
        ));
    END LOOP;
    IF it.cause = 'term' THEN
        done := done || keeping_erase_loose(it.organisation_id);
    ELSE
        UPDATE keeping_request r SET
            state = CASE
                WHEN done = '{}' THEN 'refused' WHEN whole OR it.kinds IS NOT NULL THEN 'done' ELSE 'partly'
            END,
            closed_on = access_today(), closed_by_id = it.member_id
        WHERE r.id = it.request_id AND r.state = 'open';
    END IF;
    UPDATE keeping_erasure e SET state = 'erased', erased_at = now(), parts = done, dossier_id = NULL,
        request_id = NULL, files = (SELECT count(*) FROM keeping_fileleft f WHERE f.erasure_id = wanted)
    WHERE e.number = wanted;
END $$;

-- 2. The files in object storage whose rows are gone; each is forgotten once it was removed.
CREATE OR REPLACE FUNCTION keeping_files_left(wanted uuid) RETURNS TABLE (id bigint, path text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT f.id, f.path::text FROM keeping_fileleft f WHERE f.erasure_id = wanted ORDER BY f.id $$;

CREATE OR REPLACE FUNCTION keeping_file_gone(wanted bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
$$ DELETE FROM keeping_fileleft f WHERE f.id = wanted $$;

-- 3. The certificate: the log after it, verified from the first entry to the last, as `reisgenoot verify-log` does.
CREATE OR REPLACE FUNCTION keeping_certify(wanted uuid, reasons jsonb, until date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found record;
BEGIN
    WITH chain AS (
        SELECT s.position, s.entry_id, s.hash, lag(s.hash) OVER w AS before, lag(s.position) OVER w AS place_before
        FROM access_logseal s WINDOW w AS (ORDER BY s.position)
    )
    SELECT max(c.position) AS position, (array_agg(c.hash ORDER BY c.position DESC))[1] AS hash,
           coalesce(bool_and(
               l.id IS NOT NULL AND c.position = coalesce(c.place_before, 0) + 1
               AND c.hash = sha256(coalesce(c.before, ''::bytea) || convert_to(access_log_text(l), 'UTF8'))
           ), true)
           AND NOT EXISTS (
               SELECT FROM access_accesslog e WHERE NOT EXISTS (SELECT FROM access_logseal s WHERE s.entry_id = e.id)
           ) AS whole
    INTO found FROM chain c LEFT JOIN access_accesslog l ON l.id = c.entry_id;
    UPDATE keeping_erasure e SET state = 'certified', log_position = coalesce(found.position, 0),
        log_hash = coalesce(encode(found.hash, 'hex'), ''), log_whole = found.whole, backups_until = until,
        parts = (
            SELECT coalesce(jsonb_object_agg(p.key, p.value || coalesce(reasons -> p.key, '{}')), '{}')
            FROM jsonb_each(e.parts) p
        )
    WHERE e.number = wanted AND e.state = 'erased'
      AND NOT EXISTS (SELECT FROM keeping_fileleft f WHERE f.erasure_id = wanted);
END $$;

-- What the job itself reads of an erasure: no member acts in it.
CREATE OR REPLACE FUNCTION keeping_progress(wanted uuid, OUT state text, OUT cause text, OUT parts jsonb) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS
$$ SELECT e.state::text, e.cause::text, e.parts FROM keeping_erasure e WHERE e.number = wanted $$;

-- Every day: plans an erasure for each organisation with something due and none under way; returns all that are to do.
CREATE OR REPLACE FUNCTION keeping_plan_due() RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO keeping_erasure (number, organisation_id, cause, state, parts, files, log_hash)
    SELECT gen_random_uuid(), o.id, 'term', 'planned', '{}', 0, '' FROM access_organisation o
    WHERE NOT EXISTS (SELECT FROM keeping_erasure e WHERE e.organisation_id = o.id AND e.state <> 'certified')
      AND (EXISTS (SELECT FROM keeping_loose(o.id, access_today()))
           OR EXISTS (
               SELECT FROM keeping_units(o.id, NULL) u
               WHERE u.due_on <= access_today() AND NOT keeping_held(u.dossier_id, NULL)
           ));
    RETURN QUERY SELECT e.number FROM keeping_erasure e WHERE e.state <> 'certified' ORDER BY e.planned_at;
END $$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'keeping_erase_part(uuid, bigint, text)', 'keeping_erase_mentions(bigint)', 'keeping_tables()',
        'keeping_erase_household(bigint, text[])', 'keeping_erase_dossier(uuid, bigint)', 'keeping_erase_loose(bigint)',
        'keeping_carry_out(uuid)', 'keeping_files_left(uuid)', 'keeping_file_gone(bigint)',
        'keeping_certify(uuid, jsonb, date)', 'keeping_progress(uuid)', 'keeping_plan_due()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
    FOR it IN SELECT DISTINCT tab::text FROM keeping_tables() LOOP
        EXECUTE format('GRANT SELECT, DELETE ON %s TO reisgenoot_guard', it);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION keeping_carry_out(uuid), keeping_files_left(uuid), keeping_file_gone(bigint),
    keeping_certify(uuid, jsonb, date), keeping_progress(uuid), keeping_plan_due() TO reisgenoot_app;
GRANT SELECT ON keeping_rule, keeping_ownterm, keeping_hold, access_limitation, access_organisation, access_member,
    access_accesslog, access_logseal TO reisgenoot_guard;
GRANT SELECT, DELETE ON exchange_import, access_questionreached, people_person, access_agreedfact, access_consentnotice
    TO reisgenoot_guard;
GRANT SELECT, UPDATE, DELETE ON exchange_importrow, access_question, access_emergencyaccess, keeping_request, people_household
    TO reisgenoot_guard;
GRANT SELECT, UPDATE ON dossiers_dossier TO reisgenoot_guard;
GRANT SELECT, INSERT, UPDATE ON keeping_erasure TO reisgenoot_guard;
GRANT SELECT, INSERT, DELETE ON keeping_fileleft, keeping_erasedpart TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE keeping_fileleft_id_seq, keeping_erasedpart_id_seq, access_accesslog_id_seq TO reisgenoot_guard;
GRANT INSERT ON access_accesslog TO reisgenoot_guard;
GRANT SELECT, UPDATE ON helpdesk_visit, helpdesk_referral TO reisgenoot_guard;
