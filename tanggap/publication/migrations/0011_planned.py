"""The month, the programme and the partners of scheduled works."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("lib", "0003_marks"),
        ("people", "0008_staff_lists"),
        ("places", "0004_english_names"),
        ("publication", "0010_drill_down"),
        ("taxonomy", "0005_clock_rules"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="publicreport",
            name="planned_month",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="publicreport",
            name="planned_with",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="publicreport",
            name="programme",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddIndex(
            model_name="publicreport",
            index=models.Index(
                condition=models.Q(("planned_month__isnull", False)),
                fields=["planned_month", "id"],
                name="public_planned",
            ),
        ),
        # Works that are scheduled already get their month from the reports.
        migrations.RunSQL(
            "INSERT INTO lib_mark (topic, key) SELECT 'publishing', id"
            " FROM publication_publicreport WHERE is_scheduled",
            migrations.RunSQL.noop,
        ),
    ]
