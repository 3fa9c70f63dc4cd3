from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0005_clock_rules")]

    operations = [
        migrations.AddField(
            model_name="reason",
            name="earlier",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
