-- No open dossier is ever without a worker who runs: a guide, case director or coordinator of the responsible organisation,
-- whose work has begun and has no known end. (That the organisation itself has a running part is held in `20_policies.sql`.)
-- Judged at commit, with the membership locked, so that nobody gives a dossier to who is leaving at that moment.
CREATE OR REPLACE FUNCTION dossiers_keep_carried() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it record;
BEGIN
    SELECT d.worker_id, d.organisation_id, d.closed_on INTO it FROM dossiers_dossier d WHERE d.person_id = NEW.person_id;
    IF NOT FOUND OR it.closed_on <= access_today() THEN
        RETURN NULL;
    END IF;
    PERFORM FROM access_member m
    WHERE m.id = it.worker_id AND m.organisation_id = it.organisation_id
      AND m.role IN ('guide', 'director', 'coordinator') AND m.begins_on <= access_today() AND m.ends_on IS NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'dossier %: nobody who works for the responsible organisation carries it', NEW.person_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossiers_keep_carried';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION dossiers_keep_carried() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_keep_carried() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER keep_carried AFTER INSERT OR UPDATE OF worker_id, organisation_id, closed_on ON dossiers_dossier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dossiers_keep_carried();

-- Which of these members of one's own organisation can carry a dossier, held so until the end of the transaction. Who leaves
-- at that moment waits for it, and passes on what they were given; or it waits for them, and they are not among these.
CREATE OR REPLACE FUNCTION dossiers_hold(members bigint[]) RETURNS SETOF bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.id FROM access_member m
    WHERE m.id = ANY (members) AND m.organisation_id = access_my_organisation() AND access_professional()
      AND m.role IN ('guide', 'director', 'coordinator') AND m.begins_on <= access_today() AND m.ends_on IS NULL
    ORDER BY m.id FOR SHARE
$$;
ALTER FUNCTION dossiers_hold(bigint[]) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_hold(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dossiers_hold(bigint[]) TO reisgenoot_app;

-- Redistributions: of one's own organisation, seen by its professionals, made and undone by a coordinator. Which dossiers
-- went from whom to whom is seen with the dossier.
ALTER TABLE dossiers_redistribution ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (undone_at, undone_by_id) ON dossiers_redistribution TO reisgenoot_app;
CREATE POLICY seen ON dossiers_redistribution FOR SELECT TO reisgenoot_app
    USING (organisation_id = (SELECT access_my_organisation()) AND (SELECT access_professional()));
CREATE POLICY made ON dossiers_redistribution FOR INSERT TO reisgenoot_app
    WITH CHECK (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('coordinator'))
        AND by_id = (SELECT access_my_id()) AND undone_at IS NULL AND cause <> 'ended'
    );
CREATE POLICY undone ON dossiers_redistribution FOR UPDATE TO reisgenoot_app
    USING (
        organisation_id = (SELECT access_my_organisation()) AND (SELECT access_is('coordinator')) AND undone_at IS NULL
    )
    WITH CHECK (undone_by_id = (SELECT access_my_id()));

ALTER TABLE dossiers_redistributed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_redistributed TO reisgenoot_app;
CREATE POLICY seen ON dossiers_redistributed FOR SELECT TO reisgenoot_app
    USING (
        (SELECT access_professional())
        AND EXISTS (SELECT FROM dossiers_redistribution r WHERE r.id = redistribution_id)
        AND EXISTS (
            SELECT FROM access_grants(dossiers_redistributed.dossier_id) g
            WHERE g.category = 'route' AND g.may_read
        )
    );
CREATE POLICY made ON dossiers_redistributed FOR INSERT TO reisgenoot_app
    WITH CHECK (EXISTS (
        SELECT FROM dossiers_redistribution r JOIN dossiers_dossier d ON d.person_id = dossiers_redistributed.dossier_id
        WHERE r.id = redistribution_id AND r.by_id = (SELECT access_my_id()) AND r.at >= now()
          AND d.organisation_id = r.organisation_id
    ));

-- Who stops working must be out at once, so ending somebody's work today never waits for a coordinator: their open dossiers
-- go to one (who carries fewest), else to another professional, as a redistribution that a coordinator can spread further.
-- An end that lies ahead is refused while they carry any: there is time to redistribute them first.
CREATE OR REPLACE FUNCTION dossiers_pass_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    mine bigint[];
    heir bigint;
    made bigint;
BEGIN
    IF NEW.organisation_id = OLD.organisation_id AND NEW.role IN ('guide', 'director', 'coordinator')
       AND NEW.begins_on <= access_today() AND NEW.ends_on IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT array_agg(person_id ORDER BY person_id) INTO mine FROM (
        SELECT d.person_id FROM dossiers_dossier d
        WHERE d.worker_id = NEW.id AND (d.closed_on IS NULL OR d.closed_on > access_today())
        ORDER BY d.person_id FOR UPDATE
    ) carried;
    IF mine IS NULL THEN
        RETURN NULL;
    END IF;
    IF NEW.ends_on > access_today() THEN
        RAISE EXCEPTION 'member %: carries % dossiers until then', NEW.id, cardinality(mine)
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossiers_redistribute_first';
    END IF;
    SELECT m.id INTO heir FROM access_member m
    WHERE m.organisation_id = OLD.organisation_id AND m.id <> NEW.id AND m.role IN ('guide', 'director', 'coordinator')
      AND m.begins_on <= access_today() AND m.ends_on IS NULL
    ORDER BY m.role <> 'coordinator', (
        SELECT count(*) FROM dossiers_dossier d
        WHERE d.worker_id = m.id AND (d.closed_on IS NULL OR d.closed_on > access_today())
    ), m.id
    LIMIT 1 FOR SHARE OF m SKIP LOCKED;  -- not to who is leaving at this moment too
    IF heir IS NULL THEN
        RAISE EXCEPTION 'member %: nobody else can carry % dossiers', NEW.id, cardinality(mine)
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossiers_nobody_to_carry';
    END IF;
    INSERT INTO dossiers_redistribution (organisation_id, source_id, cause, by_id)
    VALUES (OLD.organisation_id, NEW.id, 'ended', access_my_id()) RETURNING id INTO made;
    INSERT INTO dossiers_redistributed (redistribution_id, dossier_id, before_id, after_id)
        SELECT made, dossier, NEW.id, heir FROM unnest(mine) AS dossier;
    UPDATE dossiers_dossier SET worker_id = heir WHERE person_id = ANY (mine);
    UPDATE dossiers_task SET worker_id = heir WHERE dossier_id = ANY (mine);
    IF access_my_id() IS NOT NULL THEN
        INSERT INTO access_accesslog (member_id, organisation_id, dossier_id, act, part)
            SELECT access_my_id(), access_my_organisation(), dossier, 'write', 'worker' FROM unnest(mine) AS dossier;
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION dossiers_pass_on() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_pass_on() FROM PUBLIC;
CREATE TRIGGER pass_on AFTER UPDATE OF organisation_id, role, begins_on, ends_on ON access_member
    FOR EACH ROW EXECUTE FUNCTION dossiers_pass_on();

-- How many open dossiers each member of one's organisation carries: a number, for the administrator too, who sees none of
-- them. `access` asks for it; it stands here because the dossiers come after that app.
CREATE OR REPLACE FUNCTION access_carried() RETURNS TABLE (member_id bigint, many bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.worker_id, count(*) FROM dossiers_dossier d
    WHERE d.organisation_id = access_my_organisation() AND (d.closed_on IS NULL OR d.closed_on > access_today())
      AND (access_professional() OR access_is('administrator'))
    GROUP BY d.worker_id
$$;
ALTER FUNCTION access_carried() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION access_carried() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_carried() TO reisgenoot_app;
GRANT SELECT, UPDATE (ends_on) ON access_member TO reisgenoot_guard; -- to lock it, nothing more
GRANT SELECT, UPDATE ON dossiers_dossier TO reisgenoot_guard;
GRANT SELECT, INSERT ON dossiers_redistribution, dossiers_redistributed TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE dossiers_redistributed_id_seq TO reisgenoot_guard;
GRANT INSERT ON access_accesslog TO reisgenoot_guard;
GRANT USAGE ON SEQUENCE access_accesslog_id_seq TO reisgenoot_guard;
