"""The log of changes is append-only: the database itself refuses to change or remove a line."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION people_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of changes is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_change_append_only BEFORE UPDATE OR DELETE ON people_change
    FOR EACH ROW EXECUTE FUNCTION people_refuse_change();
CREATE TRIGGER people_change_no_truncate BEFORE TRUNCATE ON people_change
    FOR EACH STATEMENT EXECUTE FUNCTION people_refuse_change();
"""
BACKWARD = """
DROP TRIGGER people_change_append_only ON people_change;
DROP TRIGGER people_change_no_truncate ON people_change;
DROP FUNCTION people_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0003_change")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
