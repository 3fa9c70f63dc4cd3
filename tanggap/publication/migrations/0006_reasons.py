"""A ready reason in a public story is read in English too."""

from typing import ClassVar

from django.db import migrations

FORWARD = "GRANT SELECT ON taxonomy_reason TO tanggap_public;"
BACKWARD = "REVOKE SELECT ON taxonomy_reason FROM tanggap_public;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publication", "0005_editions"), ("taxonomy", "0004_english_names")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
