from django.db import migrations, models

PURPOSES = ["report", "before", "after", "place", "reopen", "document", "note"]


class Migration(migrations.Migration):
    """The number on the thing itself, and photographs that go with a remark."""

    dependencies = [("reports", "0010_by_month")]

    operations = [
        migrations.AddField(
            "report",
            "asset",
            models.CharField(max_length=60, blank=True, default="", db_default=""),
        ),
        migrations.AddIndex(
            "report",
            models.Index(fields=["asset"], condition=~models.Q(asset=""), name="report_asset"),
        ),
        migrations.AlterField(
            "reportphoto",
            "purpose",
            models.CharField(max_length=10, choices=[(p, p.capitalize()) for p in PURPOSES]),
        ),
    ]
