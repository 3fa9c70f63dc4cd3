"""Where something was settled: what comes back there under warranty is looked for by its point."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0018_public_mask"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("lat__isnull", False), ("resolved_at__isnull", False)),
                fields=["lat", "lng"],
                name="report_settled_place",
            ),
        ),
    ]
