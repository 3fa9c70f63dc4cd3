"""Sources in both languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0007_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="holiday",
            name="source_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=240),
        ),
        migrations.AddField(
            model_name="reason",
            name="legal_basis_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=240),
        ),
    ]
