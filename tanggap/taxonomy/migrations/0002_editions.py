"""Caches of the reference data follow every change of it, see `lib.editions`."""

from django.db import migrations

TABLES = (
    "taxonomy_category",
    "taxonomy_channel",
    "taxonomy_clockpolicy",
    "taxonomy_holiday",
    "taxonomy_reason",
    "taxonomy_institution",
    "taxonomy_packsetting",
)


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_initial"), ("lib", "0002_editions")]

    operations = [
        migrations.RunSQL(f"SELECT lib_watch('{table}')", f"SELECT lib_unwatch('{table}')")
        for table in TABLES
    ]
