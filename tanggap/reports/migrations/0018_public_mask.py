"""What a person decided to mask in a report."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0017_made_public"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicMask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=16)),
                ("of", models.BinaryField(max_length=32)),
                ("spans", models.JSONField()),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="masks",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "part"), name="public_mask_once")
                ],
            },
        ),
    ]
