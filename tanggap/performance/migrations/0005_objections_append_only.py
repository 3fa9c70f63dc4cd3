"""An objection and its decision stay as they were written."""

from typing import ClassVar

from django.db import migrations

TABLES = ("objection", "objectedreport", "decision")
FORWARD = "".join(
    f"""
CREATE TRIGGER performance_{table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON performance_{table} FOR EACH STATEMENT EXECUTE FUNCTION performance_refuse_change();
"""
    for table in TABLES
)
BACKWARD = "".join(
    f"DROP TRIGGER performance_{table}_append_only ON performance_{table};" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("performance", "0004_objections")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
