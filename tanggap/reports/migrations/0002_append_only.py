"""History is append-only: the database itself refuses to change or remove an event."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events of a report are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reports_event_append_only BEFORE UPDATE OR DELETE ON reports_reportevent
    FOR EACH ROW EXECUTE FUNCTION reports_refuse_change();
CREATE TRIGGER reports_event_no_truncate BEFORE TRUNCATE ON reports_reportevent
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change();
"""
BACKWARD = """
DROP TRIGGER reports_event_append_only ON reports_reportevent;
DROP TRIGGER reports_event_no_truncate ON reports_reportevent;
DROP FUNCTION reports_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
