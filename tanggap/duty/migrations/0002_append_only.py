"""Whom an alarm called and who acknowledged it is history: the database refuses to change it."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION duty_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an alarm told is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER duty_call_append_only BEFORE UPDATE OR DELETE ON duty_call
    FOR EACH ROW EXECUTE FUNCTION duty_refuse_change();
CREATE TRIGGER duty_acknowledgement_append_only BEFORE UPDATE OR DELETE ON duty_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION duty_refuse_change();
"""
BACKWARD = """
DROP TRIGGER duty_call_append_only ON duty_call;
DROP TRIGGER duty_acknowledgement_append_only ON duty_acknowledgement;
DROP FUNCTION duty_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("duty", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
