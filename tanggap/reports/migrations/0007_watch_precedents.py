from django.db import migrations


class Migration(migrations.Migration):
    """Proposals cite rulings, and keep them in memory until a new one is made."""

    dependencies = [("reports", "0006_consent"), ("lib", "0002_editions")]
    operations = [
        migrations.RunSQL(
            "SELECT lib_watch('reports_precedent')", "SELECT lib_unwatch('reports_precedent')"
        )
    ]
