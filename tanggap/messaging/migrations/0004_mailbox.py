"""Mail that came in, and how far mailboxes were read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0003_urgent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("uid_validity", models.BigIntegerField(default=0)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("polled_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "verbose_name_plural": "mailboxes",
            },
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("sealed", models.BinaryField()),
                ("received_at", models.DateTimeField()),
                ("sender_index", models.BinaryField(max_length=32, null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reply", "Reply"),
                            ("message", "Message"),
                            ("bounce", "Bounce"),
                            ("machine", "Machine"),
                            ("stranger", "Stranger"),
                            ("unknown", "Unknown"),
                            ("old", "Old"),
                            ("empty", "Empty"),
                            ("unreadable", "Unreadable"),
                        ],
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", False)),
                        fields=["sender_index", "answered_at"],
                        name="inbound_answered",
                    ),
                    models.Index(fields=["-received_at"], name="inbound_received"),
                    models.Index(fields=["done_at"], name="inbound_done"),
                ],
            },
        ),
    ]
