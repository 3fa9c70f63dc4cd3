"""A comment keeps a mark of whoever wrote it, that only she finds again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("together", "0002_letters_by_messaging"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="key_hash",
            field=models.BinaryField(max_length=32, null=True),
        ),
    ]
