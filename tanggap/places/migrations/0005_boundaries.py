"""Boundaries stand in a table of their own: whoever reads a report's area doesn't read its outline."""

import django.db.models.deletion
from django.db import migrations, models

MOVE = """
INSERT INTO places_boundary (area_id, shape, source, imported_at)
SELECT id, boundary, boundary_source, coalesce(boundary_at, now()) FROM places_area
WHERE boundary IS NOT NULL;
SELECT lib_watch('places_boundary');
"""
BACK = """
SELECT lib_unwatch('places_boundary');
UPDATE places_area a SET boundary = b.shape, boundary_source = b.source, boundary_at = b.imported_at
FROM places_boundary b WHERE b.area_id = a.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0004_english_names"),
        ("lib", "0002_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outline",
                        serialize=False,
                        to="places.area",
                    ),
                ),
                ("shape", models.BinaryField()),
                ("source", models.CharField(blank=True, max_length=240)),
                ("imported_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.RemoveField(model_name="area", name="boundary"),
        migrations.RemoveField(model_name="area", name="boundary_at"),
        migrations.RemoveField(model_name="area", name="boundary_source"),
    ]
