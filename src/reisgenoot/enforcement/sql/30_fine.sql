-- What a fine needs, whoever writes it: checked here for every role, the owner of the tables too.

-- The most that the decree allows (Besluit inburgering 2021, article 7.1(1) to (4)).
CREATE OR REPLACE FUNCTION enforcement_ceiling(article text, degree text, earlier bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
RETURN CASE
    WHEN article = '22' THEN 250
    WHEN article = '23' THEN round(
        least(50 * 2 ^ least(earlier, 10), 800)::numeric
        * CASE degree WHEN 'reduced' THEN 25 WHEN 'ordinary' THEN 50 WHEN 'gross' THEN 75 WHEN 'intent' THEN 100 END / 100, 2)
END;

-- Whether nothing can be brought against it any more: six weeks after the last decision, and one for the post (Awb 6:7, 6:9).
CREATE OR REPLACE FUNCTION enforcement_final(fine bigint, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM enforcement_fine f
    WHERE f.id = fine AND f.withdrawn_on IS NULL AND f.owed > 0
      AND greatest(f.sent_on, (SELECT max(o.decided_on) FROM enforcement_objection o WHERE o.fine_id = f.id))
          + 7 * 7 < on_day
      AND f.sent_on IS NOT NULL
      AND NOT EXISTS (SELECT FROM enforcement_objection o WHERE o.fine_id = f.id AND o.outcome = '')
);

-- How many earlier breaches of article 23 make a fine higher: found in the twelve months before, with a final fine.
CREATE OR REPLACE FUNCTION enforcement_earlier(this_case bigint, on_day date) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (
    SELECT count(*) FROM enforcement_case c
    JOIN enforcement_case before ON before.dossier_id = c.dossier_id AND before.id <> c.id AND before.article = '23'
     AND before.noticed_on < c.noticed_on AND before.noticed_on >= c.noticed_on - interval '12 months'
    JOIN enforcement_fine f ON f.case_id = before.id
    WHERE c.id = this_case AND enforcement_final(f.id, on_day)
);

-- The first thing that a fine lacks, as the name of what is refused; null if it lacks nothing.
CREATE OR REPLACE FUNCTION enforcement_lacks(f enforcement_fine) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    about enforcement_case%ROWTYPE;
    blame enforcement_judgement%ROWTYPE;
    heard enforcement_talk%ROWTYPE;
    most numeric;
BEGIN
    SELECT * INTO about FROM enforcement_case c WHERE c.id = f.case_id AND c.dossier_id = f.dossier_id;
    IF NOT FOUND OR about.article <> f.article OR about.closed_on IS NOT NULL THEN RETURN 'case'; END IF;
    IF NOT EXISTS (
        SELECT FROM access_member m JOIN access_organisation o ON o.id = m.organisation_id
        WHERE m.id = f.decided_by_id AND m.role = 'director' AND o.kind = 'municipality'
          AND m.begins_on <= f.decided_on AND (m.ends_on IS NULL OR m.ends_on > f.decided_on)
    ) THEN RETURN 'director'; END IF;
    IF (SELECT count(*) FROM enforcement_circumstance c WHERE c.case_id = about.id AND c.dossier_id = f.dossier_id) < 5
        THEN RETURN 'circumstances'; END IF;
    IF about.reminded_on IS NULL OR about.remind_until >= f.decided_on THEN RETURN 'reminder'; END IF;
    SELECT * INTO blame FROM enforcement_judgement j WHERE j.case_id = about.id AND j.dossier_id = f.dossier_id;
    IF FOUND THEN
        SELECT * INTO heard FROM enforcement_talk t
        WHERE t.id = blame.talk_id AND t.case_id = about.id AND t.held_on <= f.decided_on AND t.silence_told;
    ELSE
        RETURN 'talk';
    END IF;
    IF heard.id IS NULL THEN RETURN 'talk'; END IF;
    IF blame.degree = 'none' THEN RETURN 'blame'; END IF;
    IF about.article = '23' AND (about.reported_on IS NULL OR about.reported_on > heard.held_on) THEN RETURN 'report'; END IF;
    IF about.reported_by_id = f.decided_by_id THEN RETURN 'own_report'; END IF;
    IF f.decided_on > access_today() OR f.decided_on < about.noticed_on
       OR f.decided_on > about.happened_on + (CASE about.article WHEN '22' THEN interval '3 years' ELSE interval '5 years' END)
        THEN RETURN 'day'; END IF;
    IF EXISTS (
        SELECT FROM dossiers_fact d WHERE d.dossier_id = f.dossier_id AND d.key = 'deceased' AND d.happened_on IS NOT NULL
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = d.id)
    ) THEN RETURN 'deceased'; END IF;
    most := enforcement_ceiling(about.article, blame.degree, enforcement_earlier(about.id, f.decided_on));
    IF f.amount > most THEN RETURN 'ceiling'; END IF;
    IF f.amount < most AND f.lower_reason = '' THEN RETURN 'lower_reason'; END IF;
    IF f.amount + (SELECT coalesce(sum(o.owed), 0) FROM enforcement_fine o WHERE o.dossier_id = f.dossier_id) > 2400
        THEN RETURN 'total'; END IF;
    IF f.new_term_until > f.decided_on + interval '2 months' THEN RETURN 'new_term'; END IF;
    IF f.owed <> f.amount OR f.sent_on IS NOT NULL OR f.withdrawn_on IS NOT NULL THEN RETURN 'new'; END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION enforcement_guard_fine() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lacks text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- One at a time for one dossier, so that two together do not pass the total.
        PERFORM pg_advisory_xact_lock(hashtext('enforcement_fine'), hashtext(NEW.dossier_id::text));
        lacks := enforcement_lacks(NEW);
    ELSIF (NEW.case_id, NEW.dossier_id, NEW.article, NEW.amount, NEW.decided_by_id, NEW.decided_on, NEW.reason)
       IS DISTINCT FROM (OLD.case_id, OLD.dossier_id, OLD.article, OLD.amount, OLD.decided_by_id, OLD.decided_on, OLD.reason)
       OR NEW.owed > OLD.owed OR (OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS NULL)
       OR (OLD.sent_on IS NOT NULL AND NEW.sent_on IS DISTINCT FROM OLD.sent_on) THEN
        lacks := 'stays';
    END IF;
    IF lacks IS NOT NULL THEN
        RAISE EXCEPTION 'no fine: %', lacks USING ERRCODE = 'check_violation', CONSTRAINT = 'enforcement_lacks_' || lacks;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard ON enforcement_fine;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON enforcement_fine FOR EACH ROW EXECUTE FUNCTION enforcement_guard_fine();

-- On what a fine rests, nothing changes after it.
CREATE OR REPLACE FUNCTION enforcement_guard_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM enforcement_fine f WHERE f.case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'a fine rests on this' USING ERRCODE = 'check_violation', CONSTRAINT = 'enforcement_rests_on_it';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard ON enforcement_judgement;
CREATE TRIGGER guard BEFORE UPDATE ON enforcement_judgement FOR EACH ROW EXECUTE FUNCTION enforcement_guard_case();
DROP TRIGGER IF EXISTS guard ON enforcement_circumstance;
CREATE TRIGGER guard BEFORE UPDATE ON enforcement_circumstance FOR EACH ROW EXECUTE FUNCTION enforcement_guard_case();

-- Circumstances first: no talk, judgement or reminder before all five were asked.
CREATE OR REPLACE FUNCTION enforcement_circumstances_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    about bigint := CASE TG_TABLE_NAME WHEN 'enforcement_case' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                       ELSE (to_jsonb(NEW) ->> 'case_id')::bigint END;
BEGIN
    IF (SELECT count(*) FROM enforcement_circumstance c WHERE c.case_id = about) < 5 THEN
        RAISE EXCEPTION 'circumstances first'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enforcement_circumstances_first';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS circumstances_first ON enforcement_talk;
CREATE TRIGGER circumstances_first BEFORE INSERT ON enforcement_talk
    FOR EACH ROW EXECUTE FUNCTION enforcement_circumstances_first();
DROP TRIGGER IF EXISTS circumstances_first ON enforcement_judgement;
CREATE TRIGGER circumstances_first BEFORE INSERT ON enforcement_judgement
    FOR EACH ROW EXECUTE FUNCTION enforcement_circumstances_first();
DROP TRIGGER IF EXISTS circumstances_first ON enforcement_case;
CREATE TRIGGER circumstances_first BEFORE INSERT OR UPDATE ON enforcement_case FOR EACH ROW
    WHEN (NEW.reminded_on IS NOT NULL OR NEW.reported_on IS NOT NULL)
    EXECUTE FUNCTION enforcement_circumstances_first();

-- Instalments are together what is owed, and no more is paid than was imposed: judged when the transaction ends.
CREATE OR REPLACE FUNCTION enforcement_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    about bigint := CASE WHEN TG_TABLE_NAME = 'enforcement_fine' THEN (to_jsonb(NEW) ->> 'id')::bigint
                         ELSE (coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'fine_id')::bigint END;
    f enforcement_fine%ROWTYPE;
BEGIN
    SELECT * INTO f FROM enforcement_fine WHERE id = about;
    IF FOUND AND (SELECT sum(i.amount) FROM enforcement_instalment i WHERE i.fine_id = about) <> f.owed THEN
        RAISE EXCEPTION 'instalments do not add up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enforcement_instalments_add_up';
    END IF;
    IF FOUND AND (SELECT sum(p.amount) FROM enforcement_payment p WHERE p.fine_id = about AND p.taken_back_on IS NULL) > f.amount THEN
        RAISE EXCEPTION 'more paid than imposed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enforcement_payments_add_up';
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    tab text;
    it text;
BEGIN
    FOREACH tab IN ARRAY ARRAY['enforcement_instalment', 'enforcement_payment', 'enforcement_fine'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS adds_up ON %I', tab);
        EXECUTE format(
            'CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE%s ON %I DEFERRABLE INITIALLY DEFERRED'
            ' FOR EACH ROW EXECUTE FUNCTION enforcement_adds_up()',
            CASE tab WHEN 'enforcement_instalment' THEN ' OR DELETE' ELSE '' END, tab
        );
    END LOOP;
    FOREACH it IN ARRAY ARRAY[
        'enforcement_final(bigint, date)', 'enforcement_earlier(bigint, date)', 'enforcement_lacks(enforcement_fine)',
        'enforcement_guard_fine()', 'enforcement_guard_case()', 'enforcement_circumstances_first()', 'enforcement_adds_up()',
        'enforcement_ceiling(text, text, bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
END $$;
