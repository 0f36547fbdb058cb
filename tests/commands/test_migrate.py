"""Migrating again changes nothing: what the wall consists of stays the same, to the letter."""

from django.db import connection

from reisgenoot.config import database

WALL = """
    SELECT 'policy', tablename || policyname || cmd || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies
    UNION ALL
    SELECT 'right', table_name || privilege_type FROM information_schema.role_table_grants
    WHERE grantee = 'reisgenoot_app'
    UNION ALL
    SELECT 'column', table_name || column_name || privilege_type FROM information_schema.column_privileges
    WHERE grantee = 'reisgenoot_app'
    UNION ALL
    SELECT 'trigger', tgrelid::regclass || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'constraint', conrelid::regclass || conname || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid <> 0
    UNION ALL
    SELECT 'function', p.oid::regprocedure::text || md5(pg_get_functiondef(p.oid)) FROM pg_proc p
    JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = 'reisgenoot_guard'
    ORDER BY 1, 2
"""


def the_wall() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(WALL)
        found = cursor.fetchall()
        cursor.execute("SET ROLE reisgenoot_app")
    return found


def test_migrating_again_changes_nothing(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        before = the_wall()
        database.migrate()
        assert the_wall() == before
        assert len(before) > 50
        connection.close()
