"""Caches of agencies and keys follow every change of them, see `lib.editions`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("lib", "0002_editions")]

    operations = [
        migrations.RunSQL(f"SELECT lib_watch('{table}')", f"SELECT lib_unwatch('{table}')")
        for table in ("people_agency", "people_apikey")
    ]
