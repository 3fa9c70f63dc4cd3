"""The public site asks which directory changed."""

from typing import ClassVar

from django.db import migrations

FORWARD = "GRANT SELECT ON lib_edition TO tanggap_public;"
BACKWARD = "REVOKE SELECT ON lib_edition FROM tanggap_public;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("publication", "0004_search_by_expression"),
        ("lib", "0002_editions"),
    ]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
