-- Undoing a link that was accepted: the COA asks, and the municipality agrees or keeps it. Neither does it alone, so that no
-- household falls between the two.

-- The COA asks. False if there is nothing to undo: no accepted link of its own on a dossier that it still works on.
CREATE OR REPLACE FUNCTION housing_ask_undo(which bigint, why text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE housing_link l
    SET undo_asked_at = statement_timestamp(), undo_asked_by_id = access_my_id(), undo_why = left(why, 500), undo_answer = ''
    WHERE l.id = which AND l.state = 'accepted' AND l.organisation_id = access_my_organisation() AND access_professional()
      AND EXISTS (
          SELECT FROM access_grants(l.dossier_id) g WHERE g.category = 'route' AND g.may_change
      );
    RETURN FOUND;
END $$;

-- The municipality answers. Agreeing returns the household to the COA: the link is returned, and the municipality leaves the
-- dossiers, which it must not be responsible for. False if there is nothing to answer (any more).
CREATE OR REPLACE FUNCTION housing_answer_undo(which bigint, agreed boolean, note text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    it housing_link;
BEGIN
    SELECT * INTO it FROM housing_link l
    WHERE l.id = which AND l.state = 'accepted' AND l.undo_asked_at IS NOT NULL AND l.undo_answer = ''
      AND l.municipality_id = access_my_organisation() AND access_professional()
    FOR UPDATE;
    IF NOT FOUND OR (NOT agreed AND note = '') OR (agreed AND EXISTS (
        SELECT FROM dossiers_dossier d
        WHERE d.person_id IN (SELECT m FROM housing_mates(it.dossier_id) m) AND d.organisation_id = it.municipality_id
    )) THEN
        RETURN false;
    END IF;
    UPDATE housing_link l
    SET undo_answer = CASE WHEN agreed THEN 'agreed' ELSE left(note, 500) END,
        state = CASE WHEN agreed THEN 'returned' ELSE l.state END,
        returned_why = CASE WHEN agreed THEN 'undone' ELSE l.returned_why END,
        returned_note = CASE WHEN agreed THEN left(note, 500) ELSE l.returned_note END,
        decided_at = CASE WHEN agreed THEN statement_timestamp() ELSE l.decided_at END,
        decided_by_id = CASE WHEN agreed THEN access_my_id() ELSE l.decided_by_id END
    WHERE l.id = which;
    PERFORM notices_store('link_answered', it.dossier_id, ARRAY[it.undo_asked_by_id], true, true);
    IF agreed THEN
        UPDATE access_involvement i SET ends_on = access_today()
        WHERE i.organisation_id = it.municipality_id AND i.ends_on IS NULL
          AND i.dossier_id IN (SELECT m FROM housing_mates(it.dossier_id) m);
    END IF;
    RETURN true;
END $$;

ALTER FUNCTION housing_ask_undo(bigint, text) OWNER TO reisgenoot_guard;
ALTER FUNCTION housing_answer_undo(bigint, boolean, text) OWNER TO reisgenoot_guard;
REVOKE ALL ON FUNCTION housing_ask_undo(bigint, text), housing_answer_undo(bigint, boolean, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION housing_ask_undo(bigint, text), housing_answer_undo(bigint, boolean, text) TO reisgenoot_app;
GRANT UPDATE (ends_on) ON access_involvement TO reisgenoot_guard;
