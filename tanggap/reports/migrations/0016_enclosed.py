"""A document of the reporter has a purpose of its own: it is never shown to everybody."""

from typing import ClassVar

from django.db import migrations, models

PURPOSES = [
    ("report", "Report"),
    ("before", "Before"),
    ("after", "After"),
    ("place", "Place"),
    ("reopen", "Reopen"),
    ("enclosed", "Enclosed"),
    ("document", "Document"),
    ("note", "Note"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0015_take_back")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="reportphoto",
            name="purpose",
            field=models.CharField(choices=PURPOSES, max_length=10),
        )
    ]
