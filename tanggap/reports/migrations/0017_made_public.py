"""Tell what staff let everybody read from what its reporter did."""

from django.db import migrations, models

KNOWN = """
    UPDATE reports_report SET is_made_public = true
    WHERE id IN (SELECT report_id FROM reports_reportevent WHERE verb = 'publish')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0016_enclosed"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="is_made_public",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
