"""Messages that come in quiet hours too, and urgent notices that were called out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0002_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_urgent",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="notice",
            name="called_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
