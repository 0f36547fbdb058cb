-- What the organisations along the route have of the country, for the pages of `country_pages.py`.
INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on)
    SELECT it.id, of.id, 'phase', '2024-01-01' FROM it JOIN of ON of.slug = CASE
        WHEN it.id % 5 = 0 THEN 'ind' WHEN it.id % 5 = 1 THEN 'gza' WHEN it.id % 10 = 4 THEN 'aid' END;
CREATE TEMP TABLE worker_of AS
    SELECT DISTINCT ON (o.slug) o.slug, m.id, m.organisation_id FROM of o JOIN access_member m ON m.organisation_id = o.id
    WHERE m.role = 'guide' ORDER BY o.slug, m.id;
INSERT INTO procedure_arrival (dossier_id, at, place, expected_end, recorded_by_id, organisation_id)
    SELECT it.id, now() - (it.id % 1000) * interval '9 h', 'Ter Apel', access_today() - it.id % 300 + 4, w.id, w.organisation_id
    FROM it JOIN worker_of w ON w.slug = 'ind' WHERE it.id % 5 = 0;
INSERT INTO procedure_askedcheck (id, dossier_id, kind, asked_of_id, asked_on, outcome, closed_on, closed_by_id,
        recorded_by_id, organisation_id)
    SELECT it.id, it.id, 'health_check', g.organisation_id, access_today() - it.id % 40,
           CASE WHEN it.id % 50 = 1 THEN '' ELSE 'done' END, CASE WHEN it.id % 50 = 1 THEN NULL ELSE access_today() END,
           CASE WHEN it.id % 50 = 1 THEN NULL ELSE g.id END, w.id, w.organisation_id
    FROM it JOIN worker_of w ON w.slug = 'ind' JOIN worker_of g ON g.slug = 'gza' WHERE it.id % 5 = 1;
INSERT INTO procedure_stay (id, dossier_id, centre, begins_on, reason, recorded_by_id, organisation_id)
    SELECT it.id, it.id, 'Azc ' || it.id % 300, access_today() - 200, '', w.id, w.organisation_id
    FROM it JOIN worker_of w ON w.slug = 'coa' WHERE it.in_centre;
INSERT INTO procedure_session (id, "on", topics, language, interpreter, place, recorded_by_id, organisation_id)
    SELECT n, access_today() - n % 700, ARRAY['rights'], 'ar', '', 'Zaal', w.id, w.organisation_id
    FROM generate_series(1, greatest({dossiers} / 60, 10)) n JOIN worker_of w ON w.slug = 'coa';
INSERT INTO procedure_attendance (dossier_id, session_id, recorded_by_id, organisation_id)
    SELECT it.id, 1 + it.id / 10 % greatest({dossiers} / 60, 10), w.id, w.organisation_id
    FROM it JOIN worker_of w ON w.slug = 'coa' WHERE it.in_centre;
INSERT INTO housing_link (id, dossier_id, municipality_id, organisation_id, proposed_by_id, answer_by, reasons, adults, children,
        languages, state)
    SELECT it.id, it.id, t.id, w.organisation_id, w.id, access_today() + it.id % 30, '{{"work": "Werk"}}', 1, ARRAY[]::smallint[],
           ARRAY['ar'], 'proposed'
    FROM it JOIN worker_of w ON w.slug = 'coa' JOIN of t ON t.slug = CASE WHEN it.id % 4000 = 13 THEN 'town' ELSE 'o1' END
    WHERE it.id % 40 = 13;
INSERT INTO housing_quota (organisation_id, begins_on, number, source, set_by_id)
    SELECT w.organisation_id, date_trunc('year', access_today()) + CASE WHEN extract(month FROM access_today()) > 6
        THEN interval '6 months' ELSE interval '0' END, 120, 'Opgave', w.id FROM worker_of w WHERE w.slug = 'town';
CREATE TEMP TABLE wanted AS SELECT it.id FROM it WHERE it.in_town AND it.id % 600 = 2;
INSERT INTO housing_request (id, organisation_id, asked_on, contact_name, contact_phone, adults, children, wanted_before)
    SELECT wanted.id, w.organisation_id, access_today() - (wanted.id % 90)::int, 'Balie', '0314', 2, 1, access_today() + 60
    FROM wanted JOIN worker_of w ON w.slug = 'town';
INSERT INTO housing_requesthousehold (request_id, dossier_id) SELECT id, id FROM wanted;
INSERT INTO housing_addressee (id, request_id, association_id, organisation_id)
    SELECT wanted.id, wanted.id, h.organisation_id, w.organisation_id FROM wanted JOIN worker_of w ON w.slug = 'town'
    JOIN worker_of h ON h.slug = 'homes';
INSERT INTO housing_offer (id, request_id, association_id, made_by_id, made_on, address, postcode, place, rent, rooms, floor, available_on,
        valid_until, note)
    SELECT wanted.id, wanted.id, h.organisation_id, h.id, access_today(), 'Straat 1', '7001 AA', 'Doetinchem', 600, 2, 0,
           access_today(), access_today() + 14, '' FROM wanted JOIN worker_of h ON h.slug = 'homes' WHERE wanted.id % 1200 = 2;
INSERT INTO settlement_checklistitem (id, dossier_id, key, note, changed_by_id)
    SELECT it.id, it.id, 'insured', 'Gebeld', it.worker FROM it WHERE it.id % 4 = 0;
INSERT INTO settlement_arrangingday (id, dossier_id, "on", cancelled_why, changed_by_id)
    SELECT it.id, it.id, access_today() + it.id % 60, '', it.worker FROM it WHERE it.id % 20 = 0;
INSERT INTO settlement_dayslot (day_id, dossier_id, starts, minutes, what, organisation, place, more, interpreter)
    SELECT it.id, it.id, time '09:00' + k * interval '30 min', 30, 'brp', 'Gemeente', 'Balie', '', ''
    FROM it, generate_series(0, 7) k WHERE it.id % 20 = 0;
INSERT INTO settlement_furnishing (id, dossier_id, budget, source, changed_by_id)
    SELECT it.id, it.id, 3000, 'loan', it.worker FROM it WHERE it.id % 20 = 0;
INSERT INTO settlement_furnishingitem (id, dossier_id, position, what, source, changed_by_id)
    SELECT it.id * 20 + k, it.id, k, 'Ding ' || k, '', it.worker FROM it, generate_series(0, 14) k WHERE it.id % 20 = 0;
INSERT INTO dossiers_appointment (id, dossier_id, kind, starts_at, ends_at, place, interpreter, interpreter_key, made_by_id, organisation_id,
        cancelled_why)
    SELECT it.id * 4 + k, it.id, 'visit', s.at, s.at + interval '30 min', 'Thuis', '', '', it.worker, it.org, ''
    FROM it, generate_series(0, 3) k, LATERAL (
        SELECT access_today() + (it.id / 48 % 20 + k * 20 - 40) * interval '1 day' + interval '9 h' AS at) s;
INSERT INTO dossiers_appointmentmember (appointment_id, member_id, dossier_id, starts_at, ends_at)
    SELECT a.id, a.made_by_id, a.dossier_id, a.starts_at, a.ends_at FROM dossiers_appointment a ON CONFLICT DO NOTHING;
INSERT INTO dossiers_handover (id, cause, sender_id, sent_by_id, receiver_id, state, answer_by, ended_at)
    SELECT it.id, 'phase', it.org, it.worker, o.id, s.state, access_today() + it.id % 9, CASE WHEN s.state <> 'open' THEN now() END
    FROM it JOIN org o ON o.n = (it.id * 17) % {organisations},
        LATERAL (SELECT (ARRAY['open', 'accepted', 'accepted', 'declined'])[1 + it.id / 15 % 4] AS state) s
    WHERE it.id % 15 = 0 AND o.id <> it.org;
INSERT INTO dossiers_handeddossier (handover_id, dossier_id, name, open)
    SELECT h.id, h.id, 'Naam', h.state = 'open' FROM dossiers_handover h;
INSERT INTO notices_notification (id, recipient_id, kind, dossier_id, at, read_at)
    SELECT it.id * 4 + k, it.worker, 'appointment_planned', it.id, now() - (it.id % 300) * interval '1 h', CASE WHEN k < 3 THEN now() END
    FROM it, generate_series(0, 3) k;
INSERT INTO volunteers_profile (member_id, organisation_id, kinds, postcode, municipality, parts, households, vog_issued_on, vog_seen_on,
        vog_seen_by_id, changed_by_id)
    SELECT m.id, m.organisation_id, ARRAY['guide'], '7001', 'Doetinchem', ARRAY['monday_am'], 3, access_today() - 100,
           access_today() - 90, m.id, m.id FROM access_member m WHERE m.role = 'volunteer';
INSERT INTO volunteers_match (id, dossier_id, involvement_id, member_id, organisation_id, kind, together, begins_on, made_by_id, ended_how,
        ended_note)
    SELECT i.id, i.dossier_id, i.id, i.member_id, i.organisation_id, 'guide', i.dossier_id, i.begins_on, i.member_id, '', ''
    FROM access_involvement i WHERE i.member_id IS NOT NULL;
INSERT INTO volunteers_giventask (id, dossier_id, member_id, key, text, note, given_by_id, organisation_id)
    SELECT m.id, m.dossier_id, m.member_id, 'gp_registered', '', '', m.made_by_id, m.organisation_id FROM volunteers_match m;
INSERT INTO helpdesk_mapentry (id, organisation_id, name, kind, themes, does, for_whom, address, postcode, place, phone, email, web)
    SELECT o.id * 100 + k, o.id, 'Plek ' || k, 'food', ARRAY['money'], '', '', '', '', 'Doetinchem', '', '', ''
    FROM of o, generate_series(1, 40) k;
INSERT INTO helpdesk_desksession (id, organisation_id, place, day, begins, ends, opened_by_id)
    SELECT w.organisation_id * 1000 + k, w.organisation_id, 'Buurthuis', access_today() - k, '09:00', '12:00', w.id
    FROM worker_of w, generate_series(0, 99) k WHERE w.slug ~ '^o[0-9]';
INSERT INTO helpdesk_visit (id, session_id, organisation_id, day, number, called, language, theme, state, came_at, seconds, question, answer)
    SELECT s.id * 20 + k, s.id, s.organisation_id, s.day, k, '', 'ar', 'money',
           CASE WHEN s.day = access_today() THEN 'waiting' ELSE 'done' END, s.day + interval '9 h', 300, 'Brief', 'Uitgelegd'
    FROM helpdesk_desksession s, generate_series(1, 12) k;
INSERT INTO helpdesk_referral (id, organisation_id, dossier_id, entry_id, kind, to_name, theme, about, how, made_on, expected_on, member_id,
        outcome, reason, outcome_note)
    SELECT it.id, it.org, it.id, it.org * 100 + 1, 'food', 'Plek', 'money', 'Brief', 'letter', access_today() - it.id % 90,
           access_today() - it.id % 90 + 14, it.worker, CASE WHEN it.id % 12 = 0 THEN '' ELSE 'arrived' END, '', ''
    FROM it WHERE it.id % 6 = 0;
INSERT INTO aftercare_hoursline (dossier_id, "on", minutes, kind, member_id, organisation_id)
    SELECT it.id, access_today() - k * 7, 60, 'visit', it.worker, it.org FROM it, generate_series(1, 3) k;
ANALYZE
