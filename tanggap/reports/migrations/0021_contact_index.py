"""Whose a report is, looked up from the contact: an account's own reports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_wishes"),
        ("people", "0010_english_sources"),
        ("places", "0004_english_names"),
        ("reports", "0020_settled_squares"),
        ("taxonomy", "0008_english_sources"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("contact__isnull", False)),
                fields=["contact"],
                name="report_contact",
            ),
        ),
    ]
