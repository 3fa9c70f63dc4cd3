"""Sources in both languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_devices"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="source_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=400),
        ),
    ]
