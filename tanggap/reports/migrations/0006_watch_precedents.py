from django.db import migrations


class Migration(migrations.Migration):
    """Proposals cite rulings, and keep them in memory until a new one is made."""

    dependencies = [("reports", "0005_search_by_expression"), ("lib", "0002_editions")]
    operations = [
        migrations.RunSQL(
            "SELECT lib_watch('reports_precedent')", "SELECT lib_unwatch('reports_precedent')"
        )
    ]
