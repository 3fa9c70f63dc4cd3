from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0013_danger"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="promised_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]
