"""What was frozen stays frozen: the database itself refuses to change or remove it."""

from typing import ClassVar

from django.db import migrations

TABLES = ("close", "version", "versionfact", "versionscore")
FORWARD = """
CREATE FUNCTION performance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a closed month is append-only' USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER performance_{table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON performance_{table} FOR EACH STATEMENT EXECUTE FUNCTION performance_refuse_change();
"""
    for table in TABLES
)
BACKWARD = (
    "".join(
        f"DROP TRIGGER performance_{table}_append_only ON performance_{table};" for table in TABLES
    )
    + "DROP FUNCTION performance_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("performance", "0002_versions")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
