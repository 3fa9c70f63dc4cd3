from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="SenderWindow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "sender",
                        "starts_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sender", models.BinaryField(max_length=16)),
                ("starts_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["starts_at"], name="sender_window_starts")],
            },
        ),
        # Counting senders must cost no wait for the disk; a crash may forget the counts.
        migrations.RunSQL(
            "ALTER TABLE intake_senderwindow SET UNLOGGED",
            "ALTER TABLE intake_senderwindow SET LOGGED",
        ),
    ]
