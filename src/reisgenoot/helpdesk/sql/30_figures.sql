-- Figures of an organisation's own referrals and visits. They count also what whoever asks may no longer open, so they are
-- functions of the guard, which say nothing of fewer than five: null is "fewer than five", where zero is zero.

CREATE OR REPLACE FUNCTION helpdesk_few(many bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
RETURN CASE WHEN many BETWEEN 1 AND 4 THEN NULL ELSE many END;

-- By kind of organisation: how many were sent, of how many the outcome is known, which share of these arrived (in steps of
-- five per cent), who was turned away and why, and the median of days until it was known. Of fewer than five known
-- outcomes no share and no median is told.
CREATE OR REPLACE FUNCTION helpdesk_bottlenecks(since date, upto date, of_theme text)
RETURNS TABLE (
    kind text, made bigint, waiting bigint, known bigint, arrived integer, turned_away bigint, waiting_list bigint,
    language bigint, responsible bigint, costs bigint, other bigint, median_days integer
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH counted AS (
        SELECT r.kind::text AS kind, count(*) AS made, count(*) FILTER (WHERE r.outcome <> '') AS known,
               count(*) FILTER (WHERE r.outcome IN ('helped', 'not_helped')) AS arrived,
               count(*) FILTER (WHERE r.reason <> '') AS turned_away,
               count(*) FILTER (WHERE r.reason = 'waiting_list') AS waiting_list,
               count(*) FILTER (WHERE r.reason = 'language') AS language,
               count(*) FILTER (WHERE r.reason = 'responsible') AS responsible,
               count(*) FILTER (WHERE r.reason = 'costs') AS costs,
               count(*) FILTER (WHERE r.reason = 'other') AS other,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY r.known_on - r.made_on) FILTER (WHERE r.outcome <> '') AS median
        FROM access_me() me JOIN helpdesk_referral r ON r.organisation_id = me.organisation_id
        WHERE me.wide AND r.made_on >= since AND r.made_on < upto AND (of_theme = '' OR r.theme = of_theme)
        GROUP BY r.kind
    )
    SELECT c.kind, helpdesk_few(c.made), helpdesk_few(c.made - c.known), helpdesk_few(c.known),
           CASE WHEN c.known >= 5 THEN (round(20.0 * c.arrived / c.known) * 5)::integer END,
           helpdesk_few(c.turned_away), helpdesk_few(c.waiting_list), helpdesk_few(c.language),
           helpdesk_few(c.responsible), helpdesk_few(c.costs), helpdesk_few(c.other),
           CASE WHEN c.known >= 5 THEN round(c.median)::integer END
    FROM counted c ORDER BY c.made < 5, CASE WHEN c.known >= 5 THEN c.arrived::float / c.known END NULLS LAST, c.kind
$$;

-- Visits by what is asked for: theme, language, place or hour of the day. Minutes only of those who were helped.
CREATE OR REPLACE FUNCTION helpdesk_visits(since date, upto date, of_place text, by_what text)
RETURNS TABLE (
    label text, visitors bigint, known bigint, left_early bigint, minutes bigint, median_minutes integer,
    median_waiting integer, referred bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH own AS (
        SELECT v.*, CASE by_what WHEN 'theme' THEN v.theme WHEN 'language' THEN v.language WHEN 'place' THEN s.place
                    ELSE to_char(v.came_at AT TIME ZONE 'Europe/Amsterdam', 'HH24') END AS label,
               EXISTS (SELECT FROM helpdesk_referral r WHERE r.visit_id = v.id) AS referred,
               extract(epoch FROM v.taken_at - v.came_at) / 60 AS waited
        FROM access_me() me JOIN helpdesk_visit v ON v.organisation_id = me.organisation_id
        JOIN helpdesk_desksession s ON s.id = v.session_id
        WHERE me.wide AND v.day >= since AND v.day < upto AND (of_place = '' OR s.place = of_place)
    ), counted AS (
        SELECT o.label::text AS label, count(*) AS visitors, count(*) FILTER (WHERE o.known) AS known,
               count(*) FILTER (WHERE o.state = 'left') AS left_early, sum(ceil(o.seconds / 60.0)) AS minutes,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY o.seconds / 60.0) FILTER (WHERE o.state = 'done') AS median,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY o.waited) FILTER (WHERE o.waited >= 0) AS waited,
               count(*) FILTER (WHERE o.referred) AS referred
        FROM own o GROUP BY o.label
    )
    SELECT c.label, helpdesk_few(c.visitors), CASE WHEN c.visitors >= 5 THEN helpdesk_few(c.known) END,
           CASE WHEN c.visitors >= 5 THEN helpdesk_few(c.left_early) END,
           CASE WHEN c.visitors >= 5 THEN c.minutes::bigint END,
           CASE WHEN c.visitors >= 5 THEN round(c.median)::integer END,
           CASE WHEN c.visitors >= 5 THEN round(c.waited)::integer END,
           CASE WHEN c.visitors >= 5 THEN helpdesk_few(c.referred) END
    FROM counted c ORDER BY CASE WHEN by_what IN ('theme', 'language', 'place') THEN -greatest(c.visitors, 4) ELSE 0 END, c.label
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'helpdesk_few(bigint)', 'helpdesk_bottlenecks(date, date, text)', 'helpdesk_visits(date, date, text, text)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
GRANT SELECT ON helpdesk_referral, helpdesk_visit TO reisgenoot_guard;
