"""Jobs that gathered and sent letters before wait for nobody: marks do their work."""

from django.db import migrations

FORWARD = """
DELETE FROM procrastinate_jobs
WHERE task_name IN ('together.gather', 'together.send') AND status IN ('todo', 'doing');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procrastinate", "0041_post_retry_failed_job"),
        ("together", "0004_news_of_one_area"),
    ]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
