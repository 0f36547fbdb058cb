-- Handing over. The sender writes an offer and its summary, in one transaction; from then on nobody changes them but these
-- functions. Until acceptance the sender stays responsible and the receiver sees the summary as sent, not the dossier. Two
-- who answer at once come one after the other: the second finds it answered.

-- Whether anybody works at an organisation who can answer.
CREATE OR REPLACE FUNCTION dossiers_answers(organisation bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM access_member m
    WHERE m.organisation_id = organisation AND m.role IN ('guide', 'director', 'coordinator')
      AND m.begins_on <= access_today() AND m.ends_on IS NULL
);

-- Whether whoever is asking reads what a hand-over holds of a dossier in a category: the receiver while it is open; who
-- sent or took it over as long as they read that category of the dossier itself; and who works on the dossier now.
CREATE OR REPLACE FUNCTION dossiers_reads_handover(which bigint, dossier bigint, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN access_professional() AND EXISTS (
    SELECT FROM dossiers_handover h WHERE h.id = which AND (
        (h.state = 'open' AND h.receiver_id = access_my_organisation())
        OR (
            EXISTS (
                SELECT FROM access_grants(dossier) g WHERE g.category = wanted AND g.may_read
            )
            AND (access_my_organisation() IN (h.sender_id, h.receiver_id) OR access_works_on(dossier))
        )
    )
);

-- Whether it is about a dossier on which whoever is asking works.
CREATE OR REPLACE FUNCTION dossiers_near_handover(which bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (SELECT FROM dossiers_handeddossier x WHERE x.handover_id = which AND access_works_on(x.dossier_id));

-- What a receiver may read of a category once they have taken over; nothing else belongs in a summary for them.
CREATE OR REPLACE FUNCTION dossiers_may_be_told(receiver bigint, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN EXISTS (
    SELECT FROM access_organisation o JOIN access_rule r ON r.kind IN ('', o.kind)
    WHERE o.id = receiver AND r.relation = 'took_over' AND r.category = wanted AND r.may_read
);

ALTER TABLE dossiers_handover ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_handover TO reisgenoot_app;
CREATE POLICY seen ON dossiers_handover FOR SELECT TO reisgenoot_app
    USING (
        (SELECT access_professional()) AND (
            sender_id = (SELECT access_my_organisation()) OR receiver_id = (SELECT access_my_organisation())
            OR dossiers_near_handover(id)
        )
    );
CREATE POLICY sent ON dossiers_handover FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (SELECT access_professional())
        AND sender_id = (SELECT access_my_organisation()) AND sent_by_id = (SELECT access_my_id())
        AND sent_at >= now() AND state = 'open' AND NOT asked AND returned_at IS NULL AND appointment_id IS NULL
        AND dossiers_answers(receiver_id)
    );

-- All of it is written in the transaction that sends it, by who sends it.
ALTER TABLE dossiers_handeddossier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_handeddossier TO reisgenoot_app;
CREATE POLICY seen ON dossiers_handeddossier FOR SELECT TO reisgenoot_app
    USING (dossiers_reads_handover(handover_id, dossier_id, 'route'));
CREATE POLICY sent ON dossiers_handeddossier FOR INSERT TO reisgenoot_app
    WITH CHECK (
        open AND before_id IS NULL
        AND EXISTS (
            SELECT FROM dossiers_handover h JOIN dossiers_dossier d ON d.person_id = dossiers_handeddossier.dossier_id
            WHERE h.id = handover_id AND h.sent_by_id = (SELECT access_my_id()) AND h.sent_at >= now()
              AND d.organisation_id = h.sender_id AND (d.closed_on IS NULL OR d.closed_on > access_today())
        )
        AND EXISTS (
            SELECT FROM access_grants(dossiers_handeddossier.dossier_id) g
            WHERE g.category = 'route' AND g.may_change
        )
    );

ALTER TABLE dossiers_handoverline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_handoverline TO reisgenoot_app;
CREATE POLICY seen ON dossiers_handoverline FOR SELECT TO reisgenoot_app
    USING (dossiers_reads_handover(handover_id, dossier_id, category));
CREATE POLICY sent ON dossiers_handoverline FOR INSERT TO reisgenoot_app
    WITH CHECK (
        EXISTS (
            SELECT FROM dossiers_handover h JOIN dossiers_handeddossier x ON x.handover_id = h.id
            WHERE h.id = dossiers_handoverline.handover_id AND x.dossier_id = dossiers_handoverline.dossier_id
              AND h.sent_by_id = (SELECT access_my_id()) AND h.sent_at >= now()
              AND dossiers_may_be_told(h.receiver_id, dossiers_handoverline.category)
        )
        AND EXISTS (
            SELECT FROM access_grants(dossiers_handoverline.dossier_id) g
            WHERE g.category = dossiers_handoverline.category
              AND g.may_read
        )
    );

ALTER TABLE dossiers_handoverword ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_handoverword TO reisgenoot_app;
CREATE POLICY seen ON dossiers_handoverword FOR SELECT TO reisgenoot_app
    USING (dossiers_reads_handover(handover_id, dossier_id, 'route'));
CREATE POLICY sent ON dossiers_handoverword FOR INSERT TO reisgenoot_app
    WITH CHECK (
        kind = 'sent' AND member_id = (SELECT access_my_id())
        AND EXISTS (
            SELECT FROM dossiers_handover h JOIN dossiers_handeddossier x ON x.handover_id = h.id
            WHERE h.id = dossiers_handoverword.handover_id AND x.dossier_id = dossiers_handoverword.dossier_id
              AND h.sent_by_id = (SELECT access_my_id()) AND h.sent_at >= now()
        )
    );

-- Once the last dossier of it is erased, nothing of it is left.
CREATE OR REPLACE FUNCTION dossiers_forget_handover() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM dossiers_handover h WHERE h.id = OLD.handover_id
        AND NOT EXISTS (SELECT FROM dossiers_handeddossier x WHERE x.handover_id = h.id);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_handover AFTER DELETE ON dossiers_handeddossier
    FOR EACH ROW EXECUTE FUNCTION dossiers_forget_handover();
CREATE OR REPLACE FUNCTION dossiers_forget_redistribution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM dossiers_redistribution r WHERE r.id = OLD.redistribution_id
        AND NOT EXISTS (SELECT FROM dossiers_redistributed x WHERE x.redistribution_id = r.id);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_redistribution AFTER DELETE ON dossiers_redistributed
    FOR EACH ROW EXECUTE FUNCTION dossiers_forget_redistribution();

-- The log notes that somebody read a summary; also the receiver, who sees no dossier yet. False if there is none to read.
CREATE OR REPLACE FUNCTION dossiers_read_handover(which bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), access_my_organisation(), x.dossier_id, 'read', 'handover'
        FROM dossiers_handeddossier x
        WHERE x.handover_id = which AND dossiers_reads_handover(which, x.dossier_id, 'route');
    RETURN FOUND;
END $$;

-- The same for a list: one entry for all dossiers of these hand-overs whose names are shown.
CREATE OR REPLACE FUNCTION dossiers_listed_handovers(these bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO access_accesslog (member_id, organisation_id, act, part, dossiers)
        SELECT access_my_id(), access_my_organisation(), 'appeared_in_list', 'handovers', array_agg(DISTINCT x.dossier_id)
        FROM dossiers_handeddossier x
        WHERE x.handover_id = ANY (these) AND dossiers_reads_handover(x.handover_id, x.dossier_id, 'route')
        HAVING count(*) > 0;
END $$;

-- One hand-over, locked, if the organisation of whoever is asking is on the wanted side of it and it is still open. Its
-- dossiers are locked as well, in one order for all. For the functions below alone.
CREATE OR REPLACE FUNCTION dossiers_open_handover(which bigint, side text) RETURNS dossiers_handover
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it dossiers_handover;
BEGIN
    SELECT * INTO it FROM dossiers_handover h
    WHERE h.id = which AND access_professional()
      AND access_my_organisation() = CASE side WHEN 'sender' THEN h.sender_id ELSE h.receiver_id END
    FOR UPDATE;
    IF it.state IS DISTINCT FROM 'open' THEN
        RETURN NULL;
    END IF;
    PERFORM FROM dossiers_dossier d
    WHERE d.person_id IN (SELECT x.dossier_id FROM dossiers_handeddossier x WHERE x.handover_id = which)
    ORDER BY d.person_id FOR UPDATE;
    RETURN it;
END $$;

-- Ends an open hand-over: `how` is accepted or declined (by the receiver), or withdrawn (by the sender). Returns what is in
-- the way, or an empty text: 'over' it is not open (any more), 'worker' nobody who can carry, 'closed', 'limited'.
CREATE OR REPLACE FUNCTION dossiers_end_handover(which bigint, how text, said text, chosen bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it dossiers_handover := dossiers_open_handover(which, CASE how WHEN 'withdrawn' THEN 'sender' ELSE 'receiver' END);
    these bigint[];
BEGIN
    IF it.id IS NULL THEN
        RETURN 'over';
    END IF;
    SELECT array_agg(x.dossier_id ORDER BY x.dossier_id) INTO these
    FROM dossiers_handeddossier x WHERE x.handover_id = which;
    IF how = 'accepted' THEN
        IF EXISTS (SELECT FROM dossiers_dossier d WHERE d.person_id = ANY (these)
                   AND (d.closed_on <= access_today() OR d.organisation_id <> it.sender_id)) THEN
            RETURN 'closed';
        ELSIF EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = ANY (these)) THEN
            RETURN 'limited';
        END IF;
        PERFORM FROM access_member m WHERE m.id = chosen AND m.organisation_id = it.receiver_id
            AND m.role IN ('guide', 'director', 'coordinator') AND m.begins_on <= access_today() AND m.ends_on IS NULL
            -- Inside one organisation nobody accepts for a colleague but the coordinator.
            AND (it.sender_id <> it.receiver_id OR m.id = access_my_id() OR access_is('coordinator'))
        FOR SHARE; -- who is leaving at this moment waits for us, or we for them
        IF NOT FOUND THEN
            RETURN 'worker';
        END IF;
        UPDATE dossiers_handeddossier x SET before_id = d.worker_id
        FROM dossiers_dossier d WHERE x.handover_id = which AND d.person_id = x.dossier_id;
        IF it.sender_id <> it.receiver_id THEN
            PERFORM dossiers_let_in(these, it.sender_id, it.receiver_id);
        END IF;
        -- Tasks get the new organisation by their foreign key.
        UPDATE dossiers_dossier SET organisation_id = it.receiver_id, worker_id = chosen WHERE person_id = ANY (these);
        UPDATE dossiers_task SET worker_id = chosen WHERE dossier_id = ANY (these);
    ELSIF btrim(said) = '' AND how = 'declined' THEN
        RAISE EXCEPTION 'declined without a reason' USING ERRCODE = 'check_violation';
    ELSIF how NOT IN ('declined', 'withdrawn') THEN
        RAISE EXCEPTION '%', how USING ERRCODE = 'check_violation';
    END IF;
    PERFORM dossiers_end_moment(it, how, said, chosen);
    UPDATE dossiers_handover SET state = how, asked = false, ended_at = statement_timestamp(), ended_by_id = access_my_id()
    WHERE id = which;
    UPDATE dossiers_handeddossier SET open = false WHERE handover_id = which;
    IF btrim(said) <> '' THEN
        INSERT INTO dossiers_handoverword (handover_id, dossier_id, member_id, kind, text)
        VALUES (which, dossiers_first_handed(which), access_my_id(), how, left(btrim(said), 2000));
    END IF;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), access_my_organisation(), dossier, 'write', 'handover ' || how FROM unnest(these) AS dossier;
    RETURN '';
END $$;

-- The part of the sender ends today, those of its volunteers as well; its professionals read on for thirty days. The
-- receiver's own begins, in the place of one that it may have had by phase. Some act on in what others carry, each by its
-- own task: the IND until it has decided, GZA until the reception is left, and the municipality where they live until they
-- move to another. Their parts end with the first hand-over after that.
CREATE OR REPLACE FUNCTION dossiers_let_in(these bigint[], out_of bigint, into_this bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    today date := access_today();
    sender access_organisation := (SELECT o FROM access_organisation o WHERE o.id = out_of);
    to_town boolean := (SELECT o.kind = 'municipality' FROM access_organisation o WHERE o.id = into_this);
    undecided bigint[] := ARRAY(SELECT d.person_id FROM dossiers_dossier d
                                WHERE d.person_id = ANY (these) AND d.phase IN ('registration', 'procedure'));
    acts_on bigint[] := ARRAY(
        SELECT d.person_id FROM dossiers_dossier d
        WHERE d.person_id = ANY (these) AND CASE sender.kind
            WHEN 'ind' THEN d.person_id = ANY (undecided)
            WHEN 'municipality' THEN NOT to_town AND d.municipality <> '' AND d.municipality = sender.municipality
            ELSE false
        END
    );
BEGIN
    UPDATE access_involvement i
    SET ends_on = greatest(i.begins_on, today), responsible = false,
        reads_until = CASE WHEN i.organisation_id <> into_this AND i.member_id IS NULL THEN today + 30 END
    FROM access_organisation o
    WHERE o.id = i.organisation_id AND i.dossier_id = ANY (these) AND (i.ends_on IS NULL OR i.ends_on > today)
      AND CASE
          WHEN i.organisation_id = out_of THEN i.member_id IS NOT NULL OR NOT i.dossier_id = ANY (acts_on)
          WHEN i.member_id IS NOT NULL THEN false
          WHEN i.organisation_id = into_this THEN true
          WHEN i.basis <> 'phase' THEN false
          WHEN o.kind = 'ind' THEN NOT i.dossier_id = ANY (undecided)
          WHEN o.kind = 'gza' THEN sender.kind = 'coa' AND NOT i.dossier_id = ANY (undecided)
          WHEN o.kind = 'municipality' THEN to_town
          ELSE false
      END;
    UPDATE access_involvement i SET basis = 'phase', responsible = false
    WHERE i.organisation_id = out_of AND i.dossier_id = ANY (acts_on) AND i.member_id IS NULL
      AND (i.ends_on IS NULL OR i.ends_on > today);
    INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on, responsible)
        SELECT dossier, into_this, 'handover', today, true FROM unnest(these) AS dossier;
END $$;

CREATE OR REPLACE FUNCTION dossiers_first_handed(which bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
RETURN (SELECT x.dossier_id FROM dossiers_handeddossier x WHERE x.handover_id = which ORDER BY x.id LIMIT 1);

-- A question of the receiver, or the sender's answer to it: then it is the other one's turn, until `turn_until`.
CREATE OR REPLACE FUNCTION dossiers_say_handover(which bigint, what text, said text, turn_until date) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it dossiers_handover := dossiers_open_handover(which, CASE what WHEN 'answered' THEN 'sender' ELSE 'receiver' END);
BEGIN
    IF it.id IS NULL OR (what = 'answered' AND NOT it.asked) THEN
        RETURN 'over';
    ELSIF btrim(said) = '' OR what NOT IN ('asked', 'answered') OR turn_until NOT BETWEEN access_today()
          AND access_today() + 31 THEN
        RAISE EXCEPTION 'nothing said, or no term' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE dossiers_handover SET asked = (what = 'asked'), answer_by = turn_until WHERE id = which;
    INSERT INTO dossiers_handoverword (handover_id, dossier_id, member_id, kind, text)
    VALUES (which, dossiers_first_handed(which), access_my_id(), what, left(btrim(said), 2000));
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), access_my_organisation(), x.dossier_id, 'write', 'handover ' || what
        FROM dossiers_handeddossier x WHERE x.handover_id = which;
    RETURN '';
END $$;

-- The worker is back: the dossiers that are still with the organisation go to who carried them before.
CREATE OR REPLACE FUNCTION dossiers_give_back(which bigint) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it dossiers_handover;
    these bigint[];
BEGIN
    SELECT * INTO it FROM dossiers_handover h
    WHERE h.id = which AND access_professional() AND h.sender_id = access_my_organisation()
      AND h.receiver_id = h.sender_id AND h.state = 'accepted' AND h.returned_at IS NULL
    FOR UPDATE;
    IF it.id IS NULL THEN
        RETURN 'over';
    END IF;
    SELECT array_agg(d.person_id) INTO these FROM (
        SELECT d.person_id FROM dossiers_dossier d
        WHERE d.person_id IN (SELECT x.dossier_id FROM dossiers_handeddossier x WHERE x.handover_id = which)
          AND d.organisation_id = it.sender_id AND (d.closed_on IS NULL OR d.closed_on > access_today())
        ORDER BY d.person_id FOR UPDATE
    ) d;
    PERFORM FROM access_member m  -- who is leaving at this moment waits for us, or we for them
    WHERE m.id IN (SELECT x.before_id FROM dossiers_handeddossier x WHERE x.handover_id = which) ORDER BY m.id FOR SHARE;
    IF EXISTS (
        SELECT FROM dossiers_handeddossier x JOIN access_member m ON m.id = x.before_id
        WHERE x.handover_id = which AND x.dossier_id = ANY (these) AND NOT (
            m.organisation_id = it.sender_id AND m.role IN ('guide', 'director', 'coordinator')
            AND m.begins_on <= access_today() AND m.ends_on IS NULL
        )
    ) THEN
        RETURN 'worker';
    ELSIF EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = ANY (these)) THEN
        RETURN 'limited';
    END IF;
    UPDATE dossiers_dossier d SET worker_id = x.before_id FROM dossiers_handeddossier x
    WHERE x.handover_id = which AND d.person_id = x.dossier_id AND d.person_id = ANY (these);
    UPDATE dossiers_task t SET worker_id = x.before_id FROM dossiers_handeddossier x
    WHERE x.handover_id = which AND t.dossier_id = x.dossier_id AND t.dossier_id = ANY (these);
    UPDATE dossiers_handover SET returned_at = statement_timestamp() WHERE id = which;
    INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
        SELECT access_my_id(), access_my_organisation(), dossier, 'write', 'worker' FROM unnest(these) AS dossier;
    RETURN '';
END $$;

-- What the worklist tells of hand-overs: how many wait for an answer of one's organisation; how many that concern it are
-- late (for coordinators, and for everybody where there is none); and how many are to be given back to, or by, oneself.
CREATE OR REPLACE FUNCTION dossiers_handover_notices(OUT waiting bigint, OUT late bigint, OUT back bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH me AS (SELECT * FROM access_me() me WHERE me.wide), open AS (
        SELECT CASE WHEN h.asked THEN h.sender_id ELSE h.receiver_id END = me.organisation_id AS ours,
               h.answer_by < me.today AS late, coalesce(h.wanted_id = me.id, true) AS mine
        FROM me JOIN dossiers_handover h ON h.receiver_id = me.organisation_id OR h.sender_id = me.organisation_id
        WHERE h.state = 'open'
    )
    SELECT (SELECT count(*) FROM open WHERE ours AND (mine OR late)),
           (SELECT count(*) FROM open, me WHERE late AND (me.role = 'coordinator' OR NOT EXISTS (
               SELECT FROM access_member m WHERE m.organisation_id = me.organisation_id AND m.role = 'coordinator'
                 AND m.begins_on <= me.today AND m.ends_on IS NULL
           ))),
           (SELECT count(*) FROM me JOIN dossiers_handover h ON h.sender_id = me.organisation_id
            WHERE h.state = 'accepted' AND h.returned_at IS NULL AND h.returns_on <= me.today AND EXISTS (
                SELECT FROM dossiers_handeddossier x JOIN dossiers_dossier d ON d.person_id = x.dossier_id
                WHERE x.handover_id = h.id AND d.organisation_id = me.organisation_id AND x.before_id <> d.worker_id
                  AND me.id IN (x.before_id, d.worker_id)
            ))
$$;

DO $$
DECLARE
    it text;
BEGIN
    FOREACH it IN ARRAY ARRAY[
        'dossiers_forget_handover()', 'dossiers_forget_redistribution()', 'dossiers_open_handover(bigint, text)',
        'dossiers_let_in(bigint[], bigint, bigint)', 'dossiers_first_handed(bigint)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
    END LOOP;
    FOREACH it IN ARRAY ARRAY[
        'dossiers_answers(bigint)', 'dossiers_reads_handover(bigint, bigint, text)', 'dossiers_near_handover(bigint)',
        'dossiers_may_be_told(bigint, text)', 'dossiers_read_handover(bigint)',
        'dossiers_end_handover(bigint, text, text, bigint)', 'dossiers_say_handover(bigint, text, text, date)',
        'dossiers_give_back(bigint)', 'dossiers_handover_notices()', 'dossiers_listed_handovers(bigint[])'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO reisgenoot_guard', it);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reisgenoot_app', it);
    END LOOP;
END $$;
GRANT SELECT, UPDATE, DELETE ON dossiers_handover, dossiers_handeddossier TO reisgenoot_guard;
GRANT SELECT, INSERT ON dossiers_handoverword TO reisgenoot_guard;
GRANT DELETE ON dossiers_redistribution TO reisgenoot_guard;
GRANT SELECT, INSERT, UPDATE ON access_involvement TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_involvement_id_seq, dossiers_handoverword_id_seq TO reisgenoot_guard;
