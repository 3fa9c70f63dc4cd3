"""How long reports of one kind took, and how estimates turned out; read by everybody."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0004_english_names"),
        ("publication", "0015_open_in_area"),
        ("taxonomy", "0008_english_sources"),
    ]

    operations = [
        migrations.CreateModel(
            name="EstimateMonth",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("given", models.PositiveIntegerField()),
                ("hit", models.PositiveIntegerField()),
                ("early", models.PositiveIntegerField()),
                ("late", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Estimate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("reports", models.PositiveIntegerField()),
                ("low_days", models.PositiveSmallIntegerField()),
                ("half_days", models.PositiveSmallIntegerField()),
                ("high_days", models.PositiveSmallIntegerField()),
                ("computed_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="taxonomy.category",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "area"), name="one_estimate", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "GRANT SELECT ON publication_estimate, publication_estimatemonth TO tanggap_public;",
            "REVOKE SELECT ON publication_estimate, publication_estimatemonth FROM tanggap_public;",
        ),
    ]
