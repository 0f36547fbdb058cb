-- Erasing. The application may delete none of this itself: these functions may, and only what has passed its term (or what
-- the person asked to erase and no law keeps), judged again at that moment, with the dossiers locked.

-- Tables in which a dossier's number stays, or that are dealt with by themselves. Everything else with a `dossier_id` or
-- `person_id`, or with another column that refers to a dossier, goes with the dossier, also in apps that come later: a key to
-- encrypted data, a consent, a hand-over, a family member who follows.
CREATE OR REPLACE FUNCTION keeping_tables() RETURNS TABLE (tab regclass, col name)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.oid::regclass, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND (a.attname IN ('dossier_id', 'person_id') OR EXISTS (
          SELECT FROM pg_constraint f
          WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.conkey = ARRAY[a.attnum]
            AND f.confrelid = 'dossiers_dossier'::regclass
      ))
      AND c.relname NOT IN ('access_accesslog', 'access_emergencyaccess', 'access_questionreached', 'exchange_importrow',
                            'keeping_request', 'keeping_erasure')
    ORDER BY c.relname = 'dossiers_dossier', c.relname, a.attname  -- the dossier itself last
$$;

-- One kind of data of a dossier that lives on. Returns how many rows are gone.
CREATE OR REPLACE FUNCTION keeping_erase_part(wanted uuid, dossier bigint, part text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone bigint := 0;
    many bigint;
BEGIN
    INSERT INTO keeping_fileleft (erasure_id, path)
        SELECT wanted, n.stored FROM dossiers_document n
        WHERE n.dossier_id = dossier AND keeping_kind_of('documents', n.category) = part AND n.stored <> '';
    DELETE FROM dossiers_document n WHERE n.dossier_id = dossier AND keeping_kind_of('documents', n.category) = part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM dossiers_contactnote n WHERE n.dossier_id = dossier AND keeping_kind_of('notes', n.category) = part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    IF part = 'notes' THEN  -- what a volunteer was asked to do and asked, in words, is as a note
        DELETE FROM dossiers_appointmentnote n WHERE n.dossier_id = dossier;
        DELETE FROM dossiers_appointmentmember n WHERE n.dossier_id = dossier;
        DELETE FROM dossiers_appointment n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM volunteers_helpasked q WHERE q.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM volunteers_giventask t WHERE t.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
    END IF;
    DELETE FROM dossiers_fact f WHERE f.dossier_id = dossier AND keeping_kind_of('fact', f.category) = part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    -- What was told of it in a hand-over, or typed in a spreadsheet, would keep it after all.
    DELETE FROM dossiers_handoverline l
    WHERE l.dossier_id = dossier
      AND part = CASE l.category WHEN 'notes' THEN 'notes' ELSE keeping_kind_of('fact', l.category) END;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    IF part = 'finance' THEN  -- the budget for furnishing
        DELETE FROM settlement_furnishing n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM relief_cost n WHERE n.dossier_id = dossier;
        DELETE FROM relief_month n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM relief_relief n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM relief_step n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
    END IF;
    DELETE FROM integration_intakepart n
    WHERE n.dossier_id = dossier AND keeping_erase_part.part
        = CASE n.category WHEN 'notes' THEN 'notes' ELSE keeping_kind_of('fact', n.category) END;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM integration_learnabilitytest n WHERE n.dossier_id = dossier AND part = 'work_education';
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    -- A plan (PIP) part by part; without its decision, which is work and education, what was set of it means nothing.
    DELETE FROM pip_draftpart n
    WHERE n.dossier_id = dossier AND keeping_kind_of('fact', n.category) = keeping_erase_part.part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM pip_decisionpart n
    WHERE n.dossier_id = dossier AND keeping_erase_part.part IN ('work_education', keeping_kind_of('fact', n.category));
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM pip_decision n WHERE n.dossier_id = dossier AND part = 'work_education';
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    -- What DUO was told of it.
    DELETE FROM duo_message m WHERE m.dossier_id = dossier AND keeping_kind_of('fact', m.category) = part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM procedure_talk t WHERE t.dossier_id = dossier AND keeping_kind_of('fact', t.category) = part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM procedure_activity a WHERE a.dossier_id = dossier AND part = 'work_education';
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    IF part = 'work_education' THEN  -- courses, hours, exams and talks
        DELETE FROM schooling_agreement n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_progresstalk n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_closing n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_session n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_practice n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_portfolio n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_measured n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_dispensation n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_attempt n WHERE n.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_hours h WHERE h.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
        DELETE FROM schooling_enrolment e WHERE e.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
    END IF;
    IF part = 'enforcement' THEN  -- payments and the like first; what a case rests on goes with it
        DELETE FROM enforcement_instalment i WHERE i.dossier_id = dossier;
        DELETE FROM enforcement_payment p WHERE p.dossier_id = dossier;
        DELETE FROM enforcement_objection o WHERE o.dossier_id = dossier;
        DELETE FROM enforcement_fine f WHERE f.dossier_id = dossier;
        DELETE FROM enforcement_judgement j WHERE j.dossier_id = dossier;
        DELETE FROM enforcement_talk t WHERE t.dossier_id = dossier;
        DELETE FROM enforcement_circumstance c WHERE c.dossier_id = dossier;
        DELETE FROM enforcement_case c WHERE c.dossier_id = dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
    END IF;
    DELETE FROM aftercare_measurement m WHERE m.dossier_id = dossier AND keeping_kind_of('fact', m.category) = part;
    GET DIAGNOSTICS many = ROW_COUNT;
    gone := gone + many;
    DELETE FROM exchange_importrow r WHERE r.dossier_id = dossier;
    UPDATE dossiers_dossier SET replan_on = access_today() WHERE person_id = dossier;
    INSERT INTO keeping_erasedpart (dossier_id, kind, erasure_id, erased_on) VALUES (dossier, part, wanted, access_today());
    RETURN gone;
END $$;

-- Rows of uploaded spreadsheets and questions to colleagues that are about somebody: by dossier, number, or name and birth.
CREATE OR REPLACE FUNCTION keeping_erase_mentions(dossier bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    numbers text[];
    names text[];
    birth text;
    about bigint[];
    gone bigint;
    many bigint;
BEGIN
    SELECT coalesce(array_agg(i.value), '{}') INTO numbers FROM people_identifier i WHERE i.person_id = dossier;
    SELECT coalesce(array_agg(lower(n."full")), '{}') INTO names FROM people_personname n WHERE n.person_id = dossier;
    SELECT p.born::text INTO birth FROM people_person p WHERE p.id = dossier;
    DELETE FROM exchange_importrow r
    WHERE r.dossier_id = dossier OR r."values" ->> 'v_number' = ANY (numbers) OR r."values" ->> 'bsn' = ANY (numbers)
       OR (r."values" ->> 'born' = birth
           AND lower(concat_ws(' ', r."values" ->> 'given_names', r."values" ->> 'family_name')) = ANY (names));
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE exchange_importrow r SET twin_dossier_id = NULL, twin_score = NULL, twin_why = '{}'
    WHERE r.twin_dossier_id = dossier;
    SELECT coalesce(array_agg(q.id), '{}') INTO about FROM access_question q
    WHERE EXISTS (SELECT FROM access_questionreached r WHERE r.question_id = q.id AND r.dossier_id = dossier)
       OR EXISTS (SELECT FROM unnest(numbers) n WHERE position(n IN q.sought) > 0)
       OR EXISTS (SELECT FROM unnest(names) n WHERE position(n IN lower(q.sought)) > 0 AND position(birth IN q.sought) > 0);
    DELETE FROM access_questionreached r WHERE r.question_id = ANY (about);
    DELETE FROM access_question q WHERE q.id = ANY (about);
    GET DIAGNOSTICS many = ROW_COUNT;
    UPDATE access_emergencyaccess e SET reason = '' WHERE e.dossier_id = dossier;
    RETURN gone + many;
END $$;

-- A household in which nobody else has lived goes; one that bears the erased person's name gets that of who stays.
CREATE OR REPLACE FUNCTION keeping_erase_household(home bigint, names text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    heir text;
BEGIN
    DELETE FROM people_household h WHERE h.id = home
        AND NOT EXISTS (SELECT FROM people_householdmember p WHERE p.household_id = h.id);
    IF FOUND OR NOT EXISTS (SELECT FROM people_household h WHERE h.id = home AND h.name = ANY (names)) THEN
        RETURN;
    END IF;
    SELECT coalesce(nullif(n.family, ''), n."full") INTO heir
    FROM people_householdmember p JOIN people_personname n ON n.person_id = p.person_id AND n.kind = 'main'
    WHERE p.household_id = home ORDER BY p.role <> 'head', p.begins_on, p.person_id LIMIT 1;
    UPDATE people_household h SET name = left(heir, 200) WHERE h.id = home AND heir IS NOT NULL;
    UPDATE dossiers_dossier d SET household_name = left(heir, 200)
    WHERE heir IS NOT NULL AND d.household_name = ANY (names)
      AND d.person_id IN (SELECT p.person_id FROM people_householdmember p WHERE p.household_id = home);
END $$;

-- A whole dossier, with the person. Returns how many rows are gone.
CREATE OR REPLACE FUNCTION keeping_erase_dossier(wanted uuid, dossier bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it record;
    homes bigint[];
    names text[];
    gone bigint;
    many bigint;
BEGIN
    INSERT INTO keeping_fileleft (erasure_id, path)
        SELECT wanted, n.stored FROM dossiers_document n WHERE n.dossier_id = dossier AND n.stored <> '';
    SELECT array_agg(DISTINCT p.household_id) INTO homes FROM people_householdmember p WHERE p.person_id = dossier;
    SELECT array_agg(n."full") || array_agg(n.family) FILTER (WHERE n.family <> '') INTO names
    FROM people_personname n WHERE n.person_id = dossier;
    gone := keeping_erase_mentions(dossier);
    UPDATE keeping_request r
    SET dossier_id = NULL, fact_id = NULL, words = '', outcome = '', extended_why = '' WHERE r.dossier_id = dossier;
    -- What hangs on a consent has no dossier of its own.
    DELETE FROM access_agreedfact a USING access_consent c WHERE c.id = a.consent_id AND c.dossier_id = dossier;
    DELETE FROM access_consentnotice n USING access_consent c WHERE c.id = n.consent_id AND c.dossier_id = dossier;
    FOR it IN SELECT * FROM keeping_tables() LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = $1', it.tab, it.col) USING dossier;
        GET DIAGNOSTICS many = ROW_COUNT;
        gone := gone + many;
    END LOOP;
    DELETE FROM people_person p WHERE p.id = dossier;
    PERFORM keeping_erase_household(home, names) FROM unnest(homes) AS home;
    RETURN gone + 1;
END $$;

-- What hangs on no dossier for sure and has passed its own date. Returns how many rows of each kind are gone.
CREATE OR REPLACE FUNCTION keeping_erase_loose(of_organisation bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it record;
    gone jsonb := '{}';
    many bigint;
    old bigint[];
    before timestamptz;
BEGIN
    FOR it IN
        SELECT l.kind, r.term FROM keeping_loose(of_organisation, access_today()) l,
            LATERAL keeping_rule_of(of_organisation, l.kind) r
    LOOP
        -- Due on the day on which the term is over: whatever lies before the morning after that day, a term ago.
        before := ((access_today() - it.term)::date + 1)::timestamp AT TIME ZONE 'Europe/Amsterdam';
        many := 0;
        CASE it.kind
            WHEN 'imports' THEN
                SELECT coalesce(array_agg(i.id), '{}') INTO old FROM exchange_import i
                WHERE i.organisation_id = of_organisation AND i.uploaded_at < before;
                DELETE FROM exchange_importrow r WHERE r.import_of_id = ANY (old);
                GET DIAGNOSTICS many = ROW_COUNT;
                DELETE FROM exchange_import i WHERE i.id = ANY (old);
            WHEN 'questions' THEN
                SELECT coalesce(array_agg(q.id), '{}') INTO old FROM access_question q
                WHERE q.organisation_id = of_organisation AND q.at < before;
                DELETE FROM access_questionreached r WHERE r.question_id = ANY (old);
                DELETE FROM access_question q WHERE q.id = ANY (old);
                GET DIAGNOSTICS many = ROW_COUNT;
            WHEN 'emergency' THEN
                UPDATE access_emergencyaccess e SET reason = ''
                WHERE e.organisation_id = of_organisation AND e.reason <> '' AND e.at < before;
                GET DIAGNOSTICS many = ROW_COUNT;
            WHEN 'requests' THEN
                DELETE FROM keeping_request r
                WHERE r.organisation_id = of_organisation AND r.state <> 'open' AND r.closed_on < before::date;
                GET DIAGNOSTICS many = ROW_COUNT;
            WHEN 'visits' THEN
                -- The visit stays as a number; who still waited had left.
                UPDATE helpdesk_visit v
                SET called = '', question = '', answer = '', state = CASE v.state WHEN 'waiting' THEN 'left' ELSE v.state END
                WHERE v.organisation_id = of_organisation AND v.came_at < before
                  AND (v.called <> '' OR v.question <> '' OR v.answer <> '' OR v.state = 'waiting');
                GET DIAGNOSTICS many = ROW_COUNT;
            WHEN 'referrals' THEN
                UPDATE helpdesk_referral r SET about = '', outcome_note = ''
                WHERE r.organisation_id = of_organisation AND r.dossier_id IS NULL AND r.made_on < before::date
                  AND (r.about <> '' OR r.outcome_note <> '');
                GET DIAGNOSTICS many = ROW_COUNT;
            WHEN 'volunteers' THEN
                SELECT coalesce(array_agg(p.member_id), '{}') INTO old
                FROM volunteers_profile p JOIN access_member m ON m.id = p.member_id
                WHERE p.organisation_id = of_organisation AND m.ends_on < before::date;
                DELETE FROM volunteers_spoken s WHERE s.profile_id = ANY (old);
                DELETE FROM volunteers_training t WHERE t.profile_id = ANY (old);
                DELETE FROM volunteers_pause q WHERE q.profile_id = ANY (old);
                DELETE FROM volunteers_profile p WHERE p.member_id = ANY (old);
                GET DIAGNOSTICS many = ROW_COUNT;
        END CASE;
        gone := gone || jsonb_build_object(it.kind, jsonb_build_object('rows', many));
    END LOOP;
    RETURN gone;
END $$;
