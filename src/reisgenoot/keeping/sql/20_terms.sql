-- When what must be erased: computed from the facts, the rules of `retention.yaml` and the organisations' own terms.
-- All of it for the functions below and in the next file alone: nobody may call these by themselves.

-- The rule of an organisation for a kind of data, its own term in it as far as the law still allows that.
CREATE OR REPLACE FUNCTION keeping_rule_of(
    of_organisation bigint, of_kind text,
    OUT organisation_kind text, OUT counts_from text, OUT written text, OUT term interval, OUT shortest interval, OUT longest interval,
    OUT after_death interval, OUT on_request boolean
) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT o.kind, r.counts_from, coalesce(own.term, r.term),
           greatest(least(coalesce(own.term, r.term)::interval, r.longest::interval), r.shortest::interval),
           r.shortest::interval, r.longest::interval, r.after_death::interval, r.on_request
    FROM access_organisation o
    JOIN keeping_rule r ON r.kind = of_kind AND r.organisation_kind IN ('', o.kind)
    LEFT JOIN LATERAL (
        SELECT t.term FROM keeping_ownterm t WHERE t.organisation_id = o.id AND t.kind = of_kind ORDER BY t.id DESC LIMIT 1
    ) own ON true
    WHERE o.id = of_organisation
    ORDER BY r.organisation_kind DESC LIMIT 1
$$;

-- Under which kind of data a fact, note or document is kept: some categories by themselves, all else with the dossier.
CREATE OR REPLACE FUNCTION keeping_kind_of(what text, category text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
RETURN CASE
    WHEN category = 'learning_health' THEN 'health'
    WHEN category IN ('work_education', 'finance', 'health', 'travel_story', 'safety') THEN category
    WHEN what = 'fact' THEN 'dossier'
    ELSE what
END;

-- Each kind of data in dossiers: of one, or of all for which an organisation is responsible and whose guidance is over.
-- `due_on`: the first day on which it is to be erased; empty while guidance goes on. The term of the responsible
-- organisation counts; the longest term of anybody who recorded in it brings it forward, the shortest postpones it.
-- `kept_until`: until when the law obliges somebody to keep it, whatever the person asks; 9999-12-31: from an end that has
-- not come. `shared`: another organisation works with it now, so what the person asks of this one can't take it away.
-- `by_kind`, `by_data`: the kind of organisation whose rule decides, and for which kind of data. The whole dossier goes last, when everything in it may.
CREATE OR REPLACE FUNCTION keeping_units(of_organisation bigint, of_dossier bigint)
RETURNS TABLE (
    dossier_id bigint, kind text, since date, due_on date, whole_due_on date, kept_until date, by_kind text, by_data text,
    entries bigint, shared boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH chosen AS MATERIALIZED (
        SELECT d.person_id AS dossier_id, d.organisation_id FROM dossiers_dossier d WHERE d.person_id = of_dossier
        UNION ALL
        SELECT d.person_id, d.organisation_id FROM dossiers_dossier d
        WHERE of_dossier IS NULL AND d.organisation_id = of_organisation AND d.person_id IN (
            SELECT f.dossier_id FROM dossiers_fact f WHERE f.key IN ('guidance_closed', 'departed', 'deceased')
        )
    ), standing AS (
        SELECT c.dossier_id,
               min(f.happened_on) FILTER (WHERE f.key IN ('guidance_closed', 'departed', 'deceased')) AS guidance_over,
               max(f.happened_on) FILTER (WHERE f.key = 'guidance_started') AS guidance_started,
               min(f.happened_on) FILTER (WHERE f.key IN (
                   'duty_fulfilled', 'duty_released', 'permit_withdrawn', 'departed', 'deceased'
               )) AS duty_over,
               min(f.happened_on) FILTER (WHERE f.key = 'deceased') AS deceased
        FROM chosen c JOIN dossiers_fact f ON f.dossier_id = c.dossier_id
        WHERE f.key IN ('guidance_started', 'guidance_closed', 'departed', 'deceased', 'duty_fulfilled', 'duty_released',
                        'permit_withdrawn')
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
        GROUP BY c.dossier_id
    ), ends AS MATERIALIZED (
        SELECT c.dossier_id, c.organisation_id, s.deceased, s.duty_over,
               CASE WHEN s.guidance_started > s.guidance_over THEN NULL ELSE s.guidance_over END AS guidance_over
        FROM chosen c LEFT JOIN standing s USING (dossier_id)
        WHERE of_dossier IS NOT NULL
           OR NOT coalesce(s.guidance_started > s.guidance_over, s.guidance_over IS NULL)
    ), rows AS MATERIALIZED (
        SELECT f.dossier_id, keeping_kind_of('fact', f.category) AS kind, f.organisation_id, f.recorded_at AS at
        FROM ends e JOIN dossiers_fact f ON f.dossier_id = e.dossier_id
        UNION ALL
        SELECT n.dossier_id, keeping_kind_of('notes', n.category), n.organisation_id, n.written_at
        FROM ends e JOIN dossiers_contactnote n ON n.dossier_id = e.dossier_id
        UNION ALL
        SELECT n.dossier_id, 'notes', n.organisation_id, n.made_at
        FROM ends e JOIN dossiers_appointment n ON n.dossier_id = e.dossier_id
        UNION ALL
        SELECT n.dossier_id, keeping_kind_of('documents', n.category), n.organisation_id, n.added_at
        FROM ends e JOIN dossiers_document n ON n.dossier_id = e.dossier_id
        UNION ALL
        SELECT n.dossier_id, 'finance', m.organisation_id, n.changed_at
        FROM ends e JOIN settlement_furnishing n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, CASE n.category WHEN 'notes' THEN 'notes' ELSE keeping_kind_of('fact', n.category) END,
               m.organisation_id, n.changed_at
        FROM ends e JOIN integration_intakepart n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN integration_learnabilitytest n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, keeping_kind_of('fact', n.category), m.organisation_id, n.changed_at
        FROM ends e JOIN pip_draftpart n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, keeping_kind_of('fact', n.category), d.organisation_id, d.set_at
        FROM ends e JOIN pip_decisionpart n ON n.dossier_id = e.dossier_id JOIN pip_decision d ON d.id = n.decision_id
        UNION ALL
        SELECT d.dossier_id, 'work_education', d.organisation_id, d.set_at
        FROM ends e JOIN pip_decision d ON d.dossier_id = e.dossier_id
        UNION ALL
        SELECT n.dossier_id, keeping_kind_of('fact', 'legal'), m.organisation_id, n.changed_at
        FROM ends e JOIN pip_objection n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'finance', m.organisation_id, n.changed_at
        FROM ends e JOIN relief_relief n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'finance', m.organisation_id, n.changed_at
        FROM ends e JOIN relief_month n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'finance', m.organisation_id, n."on"::timestamp AT TIME ZONE 'Europe/Amsterdam'
        FROM ends e JOIN relief_step n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.recorded_by_id
        UNION ALL
        SELECT c.dossier_id, 'enforcement', m.organisation_id, c.changed_at
        FROM ends e JOIN enforcement_case c ON c.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = c.changed_by_id
        UNION ALL
        SELECT t.dossier_id, keeping_kind_of('fact', t.category), t.organisation_id, t.recorded_at
        FROM ends e JOIN procedure_talk t ON t.dossier_id = e.dossier_id
        UNION ALL
        SELECT a.dossier_id, 'work_education', a.organisation_id, a.recorded_at
        FROM ends e JOIN procedure_activity a ON a.dossier_id = e.dossier_id
        UNION ALL
        SELECT t.dossier_id, keeping_kind_of('fact', t.category), m.organisation_id, t.changed_at
        FROM ends e JOIN duo_message t ON t.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = t.changed_by_id
        UNION ALL
        SELECT t.dossier_id, keeping_kind_of('fact', 'legal'), m.organisation_id, t.recorded_at
        FROM ends e JOIN duo_notice t ON t.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = t.recorded_by_id
        UNION ALL
        SELECT s.dossier_id, 'work_education', m.organisation_id, s.changed_at
        FROM ends e JOIN schooling_enrolment s ON s.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = s.changed_by_id
        UNION ALL
        SELECT h.dossier_id, 'work_education', m.organisation_id, h.at
        FROM ends e JOIN schooling_hours h ON h.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = h.member_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_attempt n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_dispensation n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_measured n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_portfolio n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_practice n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_session n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_closing n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_progresstalk n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT n.dossier_id, 'work_education', m.organisation_id, n.changed_at
        FROM ends e JOIN schooling_agreement n ON n.dossier_id = e.dossier_id
        JOIN access_member m ON m.id = n.changed_by_id
        UNION ALL
        SELECT m.dossier_id, keeping_kind_of('fact', m.category), m.organisation_id, m.measured_at
        FROM ends e JOIN aftercare_measurement m ON m.dossier_id = e.dossier_id
        UNION ALL  -- what a volunteer asked, or was asked to do, in words
        SELECT q.dossier_id, 'notes', q.organisation_id, q.asked_at
        FROM ends e JOIN volunteers_helpasked q ON q.dossier_id = e.dossier_id
        UNION ALL
        SELECT t.dossier_id, 'notes', t.organisation_id, t.given_at
        FROM ends e JOIN volunteers_giventask t ON t.dossier_id = e.dossier_id
    ), parts AS MATERIALIZED (
        SELECT r.dossier_id, r.kind, r.organisation_id, count(*) AS entries,
               max((r.at AT TIME ZONE 'Europe/Amsterdam')::date) AS last_entry
        FROM rows r GROUP BY r.dossier_id, r.kind, r.organisation_id
    ), asked AS (
        SELECT p.dossier_id, p.kind, p.organisation_id, p.entries, p.last_entry FROM parts p
        UNION ALL  -- the responsible organisation's rule counts, also where it recorded nothing itself
        SELECT k.dossier_id, k.kind, e.organisation_id, 0, NULL
        FROM (SELECT DISTINCT p.dossier_id, p.kind FROM parts p UNION SELECT e.dossier_id, 'dossier' FROM ends e) k
        JOIN ends e USING (dossier_id)
        WHERE NOT EXISTS (
            SELECT FROM parts p
            WHERE p.dossier_id = k.dossier_id AND p.kind = k.kind AND p.organisation_id = e.organisation_id
        )
    ), ruled AS MATERIALIZED (
        SELECT k.organisation_id, k.kind, r.*
        FROM (SELECT DISTINCT a.organisation_id, a.kind FROM asked a) k, LATERAL keeping_rule_of(k.organisation_id, k.kind) r
    ), counted AS (
        SELECT a.dossier_id, a.kind, a.entries, a.organisation_id, e.guidance_over, r.organisation_kind, r.on_request,
               a.organisation_id = e.organisation_id AS responsible,
               dead, begins,
               CASE WHEN dead THEN e.deceased + r.after_death ELSE begins + r.term END AS own,
               CASE WHEN NOT dead THEN begins + r.shortest END AS earliest,
               CASE WHEN NOT dead AND r.shortest IS NOT NULL THEN coalesce(begins + r.shortest, '9999-12-31') END AS obliged,
               CASE WHEN dead THEN e.deceased + r.after_death ELSE begins + r.longest END AS latest
        FROM asked a JOIN ends e ON e.dossier_id = a.dossier_id
        JOIN ruled r ON r.organisation_id = a.organisation_id AND r.kind = a.kind,
        LATERAL (SELECT
            e.deceased IS NOT NULL AND r.after_death IS NOT NULL AS dead,
            CASE r.counts_from
                WHEN 'last_entry' THEN coalesce(a.last_entry, e.guidance_over)
                WHEN 'duty_over' THEN e.guidance_over + greatest(e.duty_over - e.guidance_over, 0)
                ELSE e.guidance_over
            END AS begins
        ) AS b
    ), units AS (
        SELECT c.dossier_id, c.kind, sum(c.entries)::bigint AS entries, min(c.guidance_over) AS guidance_over,
               min(c.begins) FILTER (WHERE c.responsible) AS begins,
               min(c.own) FILTER (WHERE c.responsible) AS own, min(c.latest) AS latest, max(c.earliest) AS earliest,
               max(c.obliged) FILTER (WHERE NOT c.on_request) AS obliged,
               min(c.organisation_kind) FILTER (WHERE c.responsible) AS own_kind,
               bool_or(NOT c.responsible AND EXISTS (
                   SELECT FROM access_involvement i
                   WHERE i.dossier_id = c.dossier_id AND i.organisation_id = c.organisation_id AND i.ends_on IS NULL
               )) AS shared,
               (array_agg(c.organisation_kind ORDER BY c.latest))[1] AS latest_kind,
               (array_agg(c.organisation_kind ORDER BY c.obliged DESC NULLS LAST))[1] AS obliged_kind
        FROM counted c GROUP BY c.dossier_id, c.kind
    ), dated AS (
        SELECT u.dossier_id, u.kind, u.begins::date AS since,
               CASE WHEN u.guidance_over IS NOT NULL
                    THEN greatest(least(u.own, u.latest), u.earliest, u.guidance_over)::date END AS due_on,
               u.obliged::date AS kept_until, u.entries, u.shared,
               CASE WHEN u.earliest >= least(u.own, u.latest) OR u.obliged = '9999-12-31' THEN u.obliged_kind
                    WHEN u.latest < u.own THEN u.latest_kind ELSE u.own_kind END AS by_kind
        FROM units u
    )
    SELECT d.dossier_id, d.kind, d.since,
           CASE WHEN d.kind = 'dossier' THEN max(d.due_on) OVER whole ELSE d.due_on END,
           max(d.due_on) OVER whole,
           CASE WHEN d.kind = 'dossier' THEN max(d.kept_until) OVER whole ELSE d.kept_until END,
           CASE WHEN d.kind = 'dossier' THEN first_value(d.by_kind) OVER (
               PARTITION BY d.dossier_id ORDER BY d.due_on DESC NULLS LAST, d.kind <> 'dossier'
           ) ELSE d.by_kind END,
           CASE WHEN d.kind = 'dossier' THEN first_value(d.kind) OVER (
               PARTITION BY d.dossier_id ORDER BY d.due_on DESC NULLS LAST, d.kind <> 'dossier'
           ) ELSE d.kind END,
           d.entries,
           d.shared OR (d.kind = 'dossier' AND EXISTS (
               SELECT FROM access_involvement i JOIN chosen c USING (dossier_id)
               WHERE i.dossier_id = d.dossier_id AND i.organisation_id <> c.organisation_id AND i.ends_on IS NULL
           ))
    FROM dated d
    WINDOW whole AS (PARTITION BY d.dossier_id)
$$;

-- What stops an erasure, whatever the term: a suspension, that the person has limited the use, or a request of the person
-- that was not answered yet (other than the one that asks for it).
CREATE OR REPLACE FUNCTION keeping_held(of_dossier bigint, for_request bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (SELECT FROM keeping_hold h WHERE h.dossier_id = of_dossier AND h.lifted_on IS NULL)
    OR EXISTS (SELECT FROM access_limitation l WHERE l.dossier_id = of_dossier AND l.lifted_on IS NULL)
    OR EXISTS (
        SELECT FROM keeping_request r
        WHERE r.dossier_id = of_dossier AND r.state = 'open' AND r.id IS DISTINCT FROM for_request
    );

-- What is to be erased of what hangs on no dossier for sure: rows past their own date, by kind, for one organisation.
CREATE OR REPLACE FUNCTION keeping_loose(of_organisation bigint, upto date)
RETURNS TABLE (kind text, first_due date, entries bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH own AS (
        SELECT 'imports' AS kind, i.uploaded_at AS at FROM exchange_import i WHERE i.organisation_id = of_organisation
        UNION ALL
        SELECT 'questions', q.at FROM access_question q WHERE q.organisation_id = of_organisation
        UNION ALL
        SELECT 'emergency', e.at FROM access_emergencyaccess e WHERE e.organisation_id = of_organisation AND e.reason <> ''
        UNION ALL
        SELECT 'requests', r.closed_on FROM keeping_request r
        WHERE r.organisation_id = of_organisation AND r.state <> 'open'
        UNION ALL
        SELECT 'visits', v.came_at FROM helpdesk_visit v
        WHERE v.organisation_id = of_organisation
          AND (v.called <> '' OR v.question <> '' OR v.answer <> '' OR v.state = 'waiting')
        UNION ALL
        SELECT 'referrals', r.made_on FROM helpdesk_referral r
        WHERE r.organisation_id = of_organisation AND r.dossier_id IS NULL AND (r.about <> '' OR r.outcome_note <> '')
        UNION ALL
        SELECT 'volunteers', m.ends_on FROM volunteers_profile p JOIN access_member m ON m.id = p.member_id
        WHERE p.organisation_id = of_organisation AND m.ends_on IS NOT NULL
    )
    SELECT o.kind, min(due), count(*)
    FROM own o, LATERAL keeping_rule_of(of_organisation, o.kind) r,
         LATERAL (SELECT ((o.at AT TIME ZONE 'Europe/Amsterdam')::date + r.term)::date AS due) d
    WHERE d.due <= upto GROUP BY o.kind
$$;
