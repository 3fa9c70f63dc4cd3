"""The estimates that reports had in their first night."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("reports", "0018_public_mask"),
    ]

    operations = [
        migrations.CreateModel(
            name="EstimateGiven",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("month", models.DateField()),
                ("low_days", models.PositiveSmallIntegerField()),
                ("high_days", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("hit", "Hit"), ("early", "Early"), ("late", "Late")],
                        max_length=5,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["month"], name="estimate_month"),
                    models.Index(
                        condition=models.Q(("outcome", "")), fields=["month"], name="estimate_open"
                    ),
                ],
            },
        ),
    ]
