-- The country for `country_size.py`, without triggers: only its size matters there.
SET session_replication_role = replica;
INSERT INTO access_organisation (slug, name, kind, municipality)
    SELECT 'o' || n, 'Organisatie ' || n, 'vluchtelingenwerk', '' FROM generate_series(1, {organisations}) n;
-- Besides, one of each that works for the whole country, and one large municipality with a housing association.
INSERT INTO access_organisation (slug, name, kind, municipality) VALUES
    ('ind', 'IND', 'ind', ''), ('coa', 'COA', 'coa', ''), ('gza', 'GZA', 'gza', ''), ('aid', 'Rechtsbijstand', 'legal_aid', ''),
    ('town', 'Gemeente', 'municipality', 'Doetinchem'), ('homes', 'Corporatie', 'housing_association', '');
CREATE TEMP TABLE org AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM access_organisation WHERE slug ~ '^o[0-9]';
INSERT INTO access_user (email, password, is_superuser, is_staff, is_active, first_name, last_name, date_joined)
    SELECT 'w' || n || '@example.org', '', false, false, true, '', '', now()
    FROM generate_series(0, {organisations} * {workers} - 1) n;
INSERT INTO access_member (user_id, organisation_id, role, name, begins_on)
    SELECT u.id, o.id,
           CASE u.n % {workers} WHEN 0 THEN 'coordinator' WHEN 1 THEN 'volunteer' ELSE 'guide' END, 'Werker ' || u.n, '2020-01-01'
    FROM (SELECT id, substr(split_part(email, '@', 1), 2)::int AS n FROM access_user WHERE email ~ '^w[0-9]+@') u
    JOIN org o ON o.n = u.n / {workers};
INSERT INTO access_user (email, password, is_superuser, is_staff, is_active, first_name, last_name, date_joined)
    SELECT slug || n || '@example.org', '', false, false, true, '', '', now()
    FROM access_organisation, generate_series(0, {workers} - 1) n WHERE slug !~ '^o[0-9]' AND slug <> 'bench';
INSERT INTO access_member (user_id, organisation_id, role, name, begins_on)
    SELECT u.id, o.id, CASE WHEN u.email = o.slug || '0@example.org' THEN 'coordinator' ELSE 'guide' END, 'Werker', '2020-01-01'
    FROM access_organisation o JOIN access_user u ON u.email ~ ('^' || o.slug || '[0-9]+@')
    WHERE o.slug !~ '^o[0-9]' AND o.slug <> 'bench';
CREATE TEMP TABLE of AS SELECT slug, id FROM access_organisation;
CREATE TEMP TABLE guide AS
    SELECT id, organisation_id, row_number() OVER (PARTITION BY organisation_id ORDER BY id) - 1 AS n
    FROM access_member WHERE role = 'guide' AND name ~ '^Werker';
CREATE INDEX ON guide (organisation_id, n);
CREATE TEMP TABLE it AS
    SELECT n.n AS id, g.organisation_id AS org, g.id AS worker, n.n % 10 = 3 AS in_centre, n.n % 60 = 2 AS in_town,
           'Naam' || (n.n::bigint * 7919 % 9973) AS given, 'Familie' || (n.n::bigint * 104729 % 7919) AS family,
           (ARRAY['Aalten','Berkelland','Doetinchem','Winterswijk','Montferland'])[1 + n.n % 5] AS place,
           (ARRAY['ar','ti','prs','tr','uk'])[1 + n.n / 5 % 5] AS lang,
           (ARRAY['procedure','housing','settling','integration'])[1 + n.n % 4] AS phase
    FROM generate_series(1, {dossiers}) AS n (n)
    JOIN org o ON o.n = (n.n - 1) / {per}
    JOIN guide g ON g.n = (CASE WHEN n.n % 10 = 3 OR n.n % 60 = 2 THEN n.n / 10 ELSE n.n END) % ({workers} - 2)
        AND g.organisation_id = CASE
        WHEN n.n % 10 = 3 THEN (SELECT id FROM of WHERE slug = 'coa')
        WHEN n.n % 60 = 2 THEN (SELECT id FROM of WHERE slug = 'town') ELSE o.id END;
INSERT INTO people_person (id, born, born_uncertain, sex, nationality, languages, postcode, address, phone, email)
    SELECT id, '1960-01-01'::date + (id % 20000), false, '', '', ARRAY[lang], (1000 + id % 8999) || ' AB', '', '', '' FROM it;
INSERT INTO people_personname (person_id, given, prefix, family, "full", script, kind, search)
    SELECT id, given, '', family, given || ' ' || family, 'Latn', 'main', lower(given || ' ' || family) || ' | n f' FROM it;
INSERT INTO people_identifier (person_id, kind, value) SELECT id, 'v_number', (2000000000 + id)::text FROM it;
INSERT INTO people_household (id, name) OVERRIDING SYSTEM VALUE SELECT id, family FROM it;
INSERT INTO people_householdmember (household_id, person_id, role, begins_on) SELECT id, id, 'head', '2024-01-01' FROM it;
INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on, responsible)
    SELECT id, org, 'phase', '2024-01-01', true FROM it;
INSERT INTO access_involvement (dossier_id, organisation_id, member_id, basis, begins_on)
    SELECT it.id, it.org, m.id, 'phase', '2024-01-01' FROM it JOIN access_member m ON m.organisation_id = it.org
    WHERE m.role = 'volunteer' AND it.id % {per} < 5;
INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on)   -- handed over, and still involved elsewhere
    SELECT it.id, o.id, 'handover', '2024-01-01' FROM it JOIN org o ON o.n = (it.id * 31) % {organisations}
    WHERE it.id % 10 = 0 AND o.id <> it.org;
INSERT INTO dossiers_dossier (person_id, definition, version, organisation_id, worker_id, opened_on, name, household_name,
        municipality, language, phase, open_tasks, overdue_tasks, week_tasks, tallied_on, planned_on)
    SELECT id, 'nl-asylum', 'wi2021', org, worker, '2024-01-01', given || ' ' || family, family, place, lang, phase, 30, 3, 1,
           access_today(), access_today() FROM it;
INSERT INTO dossiers_task (dossier_id, key, per, phase, kind, owner, starts_on, due_on, expected_on, overdue_from, waiting,
        organisation_id, worker_id, municipality, language, dossier_phase)
    SELECT it.id, CASE WHEN k = 1 AND it.id % 40 = 3 THEN 'linked' WHEN k = 2 AND it.id % 10 = 4 THEN 'appeal_filed'
               ELSE coalesce((ARRAY[NULL, NULL, 'bank_account_opened', 'insured', 'gp_registered', 'benefit_applied',
                   'school_enrolled', 'energy_arranged', 'internet_arranged', 'digid_applied'])[k], 'task' || k) END, 'person', it.phase, (ARRAY['legal','home','health','integration'])[1 + k % 4], 'guide',
           access_today() - 100, d.due, NULL, d.due + 1, k % 2 = 0, it.org, it.worker, it.place, it.lang, it.phase
    FROM it, generate_series(1, {tasks}) k, LATERAL (SELECT access_today() - 20 + (it.id * 13 + k * 37) % 900 AS due) d;
INSERT INTO dossiers_fact (dossier_id, key, category, value, happened_on, recorded_by_id, organisation_id, source, note)
    SELECT it.id, f.key, 'route', to_jsonb(f.day::text), f.day, it.worker, it.org, 'import', ''
    FROM it, LATERAL (SELECT key, access_today() - 600 + 20 * n::int AS day FROM unnest(ARRAY['arrived','identity_checked',
        'health_checked','first_interview','asylum_applied','legal_aid_assigned','permit_granted','linked','home_requested',
        'home_offered','home_accepted','moved_in']) WITH ORDINALITY AS u (key, n) LIMIT {facts}) f;
INSERT INTO access_accesslog (at, member_id, organisation_id, dossier_id, act, part, basis)
    SELECT now() - n * interval '1 h', it.worker, it.org, it.id, 'read', 'dossier', 'acts_in_phase'
    FROM it, generate_series(1, {entries}) n;
SELECT setval(pg_get_serial_sequence('people_household', 'id'), {dossiers} + 1);
ANALYZE;
