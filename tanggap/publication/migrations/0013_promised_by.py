"""The rule of a promised date is read by everybody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publication", "0012_lapor_category"),
        ("taxonomy", "0007_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicreport",
            name="promised_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.RunSQL(
            "GRANT SELECT ON taxonomy_clockpolicy TO tanggap_public;",
            "REVOKE SELECT ON taxonomy_clockpolicy FROM tanggap_public;",
        ),
    ]
