"""Days are marked like everything else; each day's facts say when they were counted."""

from typing import ClassVar

from django.db import migrations, models
from django.utils import timezone

# date.toordinal() of a day is its distance from 0001-01-01, plus one.
FORWARD = """
INSERT INTO lib_mark (topic, key) SELECT 'days', day - date '0001-01-01' + 1 FROM publication_dirtyday
"""
BACKWARD = """
INSERT INTO publication_dirtyday (day)
SELECT DISTINCT date '0001-01-01' + (key - 1)::int FROM lib_mark WHERE topic = 'days';
DELETE FROM lib_mark WHERE topic = 'days';
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publication", "0007_cells"), ("lib", "0003_marks")]
    operations: ClassVar = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.DeleteModel(name="DirtyDay"),
        migrations.AddField(
            model_name="daytotal",
            name="counted_at",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
    ]
