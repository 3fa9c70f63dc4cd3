from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0006_earlier_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="clockpolicy",
            name="source_en",
            field=models.CharField(blank=True, db_default="", default="", max_length=240),
        ),
    ]
