-- The involvement comes before the dossier that it opens, in one transaction: hence deferred.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'involvement_dossier_exists') THEN
        ALTER TABLE access_involvement ADD CONSTRAINT involvement_dossier_exists
            FOREIGN KEY (dossier_id) REFERENCES dossiers_dossier (person_id) DEFERRABLE INITIALLY DEFERRED;
    END IF;
END $$;

-- A volunteer ticks off tasks, so they may bring the stored plan up to date too.
ALTER TABLE dossiers_dossier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON dossiers_dossier TO reisgenoot_app;
CREATE POLICY involved ON dossiers_dossier TO reisgenoot_app
    USING (EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_dossier.person_id));

ALTER TABLE dossiers_task ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dossiers_task TO reisgenoot_app;
CREATE POLICY involved ON dossiers_task TO reisgenoot_app
    USING (EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_task.dossier_id));

ALTER TABLE dossiers_signal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dossiers_signal TO reisgenoot_app;
CREATE POLICY involved ON dossiers_signal TO reisgenoot_app
    USING (EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_signal.dossier_id));

-- Facts and notes: only added, in one's own name and that of one's organisation.
ALTER TABLE dossiers_fact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_fact TO reisgenoot_app;
CREATE POLICY involved ON dossiers_fact TO reisgenoot_app
    USING (EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_fact.dossier_id))
    WITH CHECK (
        recorded_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_fact.dossier_id)
    );

ALTER TABLE dossiers_contactnote ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_contactnote TO reisgenoot_app;
CREATE POLICY involved ON dossiers_contactnote TO reisgenoot_app
    USING (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_contactnote.dossier_id)
    )
    WITH CHECK (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND author_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_contactnote.dossier_id)
    );

ALTER TABLE dossiers_document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON dossiers_document TO reisgenoot_app;
CREATE POLICY involved ON dossiers_document TO reisgenoot_app
    USING (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_document.dossier_id)
    )
    WITH CHECK (
        (sensitivity = 'normal' OR (SELECT access_professional()))
        AND added_by_id = (SELECT access_my_id()) AND organisation_id = (SELECT access_my_organisation())
        AND EXISTS (SELECT FROM access_visible v WHERE v.dossier_id = dossiers_document.dossier_id)
    );

-- Saved views are one's own.
ALTER TABLE dossiers_savedview ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON dossiers_savedview TO reisgenoot_app;
CREATE POLICY own ON dossiers_savedview TO reisgenoot_app
    USING (member_id = (SELECT access_my_id()));
