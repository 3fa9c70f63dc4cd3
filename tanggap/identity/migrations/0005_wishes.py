"""How a reporter wants to be told, and the browsers that are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0004_owner"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="is_quiet",
            field=models.BooleanField(db_default=True, default=True),
        ),
        migrations.AddField(
            model_name="contact",
            name="ways",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.CreateModel(
            name="PushAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("endpoint_index", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identity.contact",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["endpoint_index"], name="push_endpoint")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contact", "endpoint_index"), name="push_of_contact"
                    ),
                    models.UniqueConstraint(fields=("user", "endpoint_index"), name="push_of_user"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", False), ("user__isnull", False), _connector="XOR"
                        ),
                        name="push_of_one",
                    ),
                ],
            },
        ),
    ]
