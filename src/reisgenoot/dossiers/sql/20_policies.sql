-- The involvement comes before the dossier that it opens, in one transaction: hence deferred.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'involvement_dossier_exists') THEN
        ALTER TABLE access_involvement ADD CONSTRAINT involvement_dossier_exists
            FOREIGN KEY (dossier_id) REFERENCES dossiers_dossier (person_id) DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$;

-- The organisation that is responsible for a dossier always has a part in it without an end, so its guides are let in
-- by the row itself; PostgreSQL works out who else is involved only where it meets rows of another organisation.
-- Tasks repeat the organisation of their dossier, and can't have another one.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'task_organisation_of_dossier') THEN
        ALTER TABLE dossiers_task ADD CONSTRAINT task_organisation_of_dossier
            FOREIGN KEY (dossier_id, organisation_id) REFERENCES dossiers_dossier (person_id, organisation_id)
            ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$;

-- Which part of a dossier is that of the responsible organisation, for lists.
CREATE OR REPLACE FUNCTION dossiers_mark_responsible() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE access_involvement i SET responsible = NOT i.responsible
    WHERE i.dossier_id = NEW.person_id
      AND i.responsible <> (i.organisation_id = NEW.organisation_id AND i.member_id IS NULL AND i.ends_on IS NULL);
    RETURN NULL;
END $$;
ALTER FUNCTION dossiers_mark_responsible() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_mark_responsible() FROM PUBLIC;
GRANT SELECT, UPDATE ON access_involvement TO reisgenoot_guard;
CREATE TRIGGER mark_responsible AFTER INSERT OR UPDATE OF organisation_id ON dossiers_dossier
    FOR EACH ROW EXECUTE FUNCTION dossiers_mark_responsible();
UPDATE access_involvement i SET responsible = true FROM dossiers_dossier d
WHERE d.person_id = i.dossier_id AND d.organisation_id = i.organisation_id AND i.member_id IS NULL AND i.ends_on IS NULL
  AND NOT i.responsible;

CREATE OR REPLACE FUNCTION dossiers_keep_guided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'dossiers_dossier' THEN
        wanted := NEW.person_id;
    ELSE
        wanted := OLD.dossier_id;
    END IF;
    IF EXISTS (
        SELECT FROM dossiers_dossier d
        WHERE d.person_id = wanted AND NOT EXISTS (
            SELECT FROM access_involvement i
            WHERE i.dossier_id = d.person_id AND i.organisation_id = d.organisation_id
              AND i.begins_on <= access_today() AND i.ends_on IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'dossier %: its responsible organisation has no running part in it', wanted
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'dossiers_keep_guided';
    END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION dossiers_keep_guided() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_keep_guided() FROM PUBLIC;
GRANT SELECT ON dossiers_dossier TO reisgenoot_guard;
CREATE CONSTRAINT TRIGGER keep_guided AFTER INSERT OR UPDATE OF organisation_id ON dossiers_dossier
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dossiers_keep_guided();
CREATE CONSTRAINT TRIGGER keep_guided AFTER DELETE OR UPDATE OF dossier_id, organisation_id, begins_on, ends_on
    ON access_involvement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dossiers_keep_guided();

-- A volunteer ticks off tasks, so they may bring the stored plan up to date too. Nobody makes another organisation
-- responsible by changing a dossier.
ALTER TABLE dossiers_dossier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_dossier TO reisgenoot_app;
DO $$
BEGIN
    EXECUTE (
        SELECT format('GRANT UPDATE (%s) ON dossiers_dossier TO reisgenoot_app', string_agg(quote_ident(attname), ', '))
        FROM pg_attribute
        WHERE attrelid = 'dossiers_dossier'::regclass AND attnum > 0 AND NOT attisdropped
          AND attname NOT IN (
              'person_id', 'organisation_id', 'version', 'phase', 'phase_since', 'planned_on', 'replan_on'
          )
    );
END $$;
CREATE POLICY involved ON dossiers_dossier TO reisgenoot_app
    USING (
        organisation_id = (SELECT access_guiding_organisation())
        OR EXISTS (
            SELECT FROM access_grants(dossiers_dossier.person_id) g WHERE g.category = 'route' AND g.may_read
        )
    );
CREATE POLICY opened ON dossiers_dossier AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (
        organisation_id = (SELECT access_guiding_organisation())
        AND EXISTS (
            SELECT FROM access_grants(dossiers_dossier.person_id) g WHERE g.category = 'route' AND g.may_add
        )
    );

-- Whoever reads a dossier may have its tasks counted again (time alone can change that). All else in the row is for who
-- may change the route: not for an organisation that handed it over, nor for emergency access.
CREATE OR REPLACE FUNCTION dossiers_hold_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM access_grants(OLD.person_id) g
        WHERE g.category = 'route' AND g.may_change
    ) THEN
        RAISE EXCEPTION 'dossier %: read only', OLD.person_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION dossiers_hold_row() OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION dossiers_hold_row() FROM PUBLIC;
CREATE TRIGGER hold_row BEFORE UPDATE ON dossiers_dossier FOR EACH ROW
    WHEN (
        (
            OLD.definition, OLD.worker_id, OLD.municipality, OLD.language, OLD.last_contact, OLD.opened_on, OLD.closed_on,
            OLD.name, OLD.household_name
        ) IS DISTINCT FROM (
            NEW.definition, NEW.worker_id, NEW.municipality, NEW.language, NEW.last_contact, NEW.opened_on, NEW.closed_on,
            NEW.name, NEW.household_name
        )
        AND row_security_active('dossiers_dossier')
    )
    EXECUTE FUNCTION dossiers_hold_row();

-- Tasks and signals are written by `dossiers_store_plans` alone; only who carries them changes with the dossier.
ALTER TABLE dossiers_task ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (worker_id) ON dossiers_task TO reisgenoot_app;
CREATE POLICY involved ON dossiers_task TO reisgenoot_app
    USING (
        organisation_id = (SELECT access_guiding_organisation())
        OR EXISTS (
            SELECT FROM access_grants(dossiers_task.dossier_id) g WHERE g.category = 'route' AND g.may_read
        )
    );
CREATE POLICY carried ON dossiers_task AS RESTRICTIVE FOR UPDATE TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(dossiers_task.dossier_id) g WHERE g.category = 'route' AND g.may_change
        ));

ALTER TABLE dossiers_signal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON dossiers_signal TO reisgenoot_app;
CREATE POLICY involved ON dossiers_signal FOR SELECT TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(dossiers_signal.dossier_id) g WHERE g.category = 'route' AND g.may_read
        ));

-- What the person has limited the use of stands on no list of tasks and gives no signals.
CREATE POLICY not_limited ON dossiers_task AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (NOT EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = dossiers_task.dossier_id));
CREATE POLICY not_limited ON dossiers_signal AS RESTRICTIVE FOR INSERT TO reisgenoot_app
    WITH CHECK (NOT EXISTS (SELECT FROM access_limited l WHERE l.dossier_id = dossiers_signal.dossier_id));

-- Facts, notes and documents: each in a category of the table of access; only added, in one's own name and that of
-- one's organisation. A fact that supersedes another one changes what is there.
ALTER TABLE dossiers_fact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_fact TO reisgenoot_app;
CREATE POLICY read ON dossiers_fact FOR SELECT TO reisgenoot_app
    USING (EXISTS (
            SELECT FROM access_grants(dossiers_fact.dossier_id) g WHERE g.category = dossiers_fact.category AND g.may_read
        ));
CREATE POLICY add ON dossiers_fact FOR INSERT TO reisgenoot_app
    WITH CHECK (
        recorded_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(dossiers_fact.dossier_id) g
            WHERE g.category = dossiers_fact.category
              AND CASE WHEN supersedes_id IS NULL THEN g.may_add ELSE g.may_change END
        )
    );

ALTER TABLE dossiers_contactnote ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_contactnote TO reisgenoot_app;
CREATE POLICY read ON dossiers_contactnote FOR SELECT TO reisgenoot_app
    USING (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND EXISTS (
            SELECT FROM access_grants(dossiers_contactnote.dossier_id) g WHERE g.category = dossiers_contactnote.category
              AND (g.may_read OR (g.may_know AND author_id = (SELECT access_my_id())))  -- one's own words
        )
    );
CREATE POLICY add ON dossiers_contactnote FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND author_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(dossiers_contactnote.dossier_id) g WHERE g.category = dossiers_contactnote.category AND g.may_add
        )
    );

ALTER TABLE dossiers_document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_document TO reisgenoot_app;
CREATE POLICY read ON dossiers_document FOR SELECT TO reisgenoot_app
    USING (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND EXISTS (
            SELECT FROM access_grants(dossiers_document.dossier_id) g WHERE g.category = dossiers_document.category AND g.may_read
        )
    );
CREATE POLICY add ON dossiers_document FOR INSERT TO reisgenoot_app
    WITH CHECK (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND added_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (
            SELECT FROM access_grants(dossiers_document.dossier_id) g WHERE g.category = dossiers_document.category AND g.may_add
        )
    );

-- Saved views are one's own.
ALTER TABLE dossiers_savedview ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dossiers_savedview TO reisgenoot_app;
CREATE POLICY own ON dossiers_savedview TO reisgenoot_app
    USING (member_id = (SELECT access_my_id()));
