"""Open dossiers that nobody carries, and ways to make one by no action at all."""

WITHOUT = """
    SELECT d.person_id FROM dossiers_dossier d
    WHERE (d.closed_on IS NULL OR d.closed_on > access_today()) AND NOT (
        EXISTS (
            SELECT FROM access_member m
            WHERE m.id = d.worker_id AND m.organisation_id = d.organisation_id
              AND m.role IN ('guide', 'director', 'coordinator')
              AND m.begins_on <= access_today() AND m.ends_on IS NULL
        ) AND EXISTS (
            SELECT FROM access_involvement i
            WHERE i.dossier_id = d.person_id AND i.organisation_id = d.organisation_id AND i.member_id IS NULL
              AND i.begins_on <= access_today() AND i.ends_on IS NULL AND i.responsible
        ) AND NOT EXISTS (
            SELECT FROM dossiers_task t
            WHERE t.dossier_id = d.person_id
              AND (t.organisation_id, t.worker_id) IS DISTINCT FROM (d.organisation_id, d.worker_id)
        )
    )
"""
TAMPERING = (
    "UPDATE dossiers_dossier SET worker_id = %(somebody)s WHERE person_id = %(dossier)s",
    "UPDATE dossiers_dossier SET worker_id = NULL WHERE person_id = %(dossier)s",
    "UPDATE dossiers_dossier SET organisation_id = %(elsewhere)s WHERE person_id = %(dossier)s",
    "UPDATE access_involvement SET ends_on = access_today() WHERE dossier_id = %(dossier)s",
    "UPDATE access_member SET ends_on = access_today() WHERE id = %(somebody)s",
    "UPDATE access_member SET role = 'volunteer' WHERE id = %(somebody)s",
    "UPDATE access_member SET begins_on = access_today() + 9, ends_on = NULL WHERE id = %(somebody)s",
    "UPDATE access_member SET organisation_id = %(elsewhere)s WHERE id = %(somebody)s",
)
"""As the application, but by no action of it. Some are allowed to some, within the constraint."""
