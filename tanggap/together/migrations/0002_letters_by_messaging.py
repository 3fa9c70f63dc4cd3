"""Letters are messages, and go out as messages do; what is news is marked, not looked back for.

Letters that nobody has sent yet are written again. What happened within the last day may not have
been looked at yet: it is marked, and written once, as ever.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

FORWARD = """
UPDATE together_subscription s SET due_at = now(), seen = l.first FROM (
    SELECT subscription_id, min(first) AS first FROM together_letter
    WHERE sent_at IS NULL AND failed_at IS NULL GROUP BY subscription_id) l
WHERE l.subscription_id = s.id;

INSERT INTO together_told (report_id, seq)
SELECT e.report_id, max(e.seq) FROM reports_reportevent e
JOIN publication_publicreport p ON p.id = e.report_id
WHERE e.at <= now() - interval '1 day' GROUP BY e.report_id;

INSERT INTO lib_mark (topic, key)
SELECT 'news', id FROM publication_publicreport WHERE updated_at > now() - interval '1 day';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_wishes"),
        ("lib", "0003_marks"),
        ("messaging", "0004_mailbox"),
        ("publication", "0001_initial"),
        ("places", "0004_english_names"),
        ("reports", "0019_settled_places"),
        ("taxonomy", "0008_english_sources"),
        ("together", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "told",
            },
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="letter",
            name="subscription",
        ),
        migrations.AddField(
            model_name="news",
            name="written_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddIndex(
            model_name="news",
            index=models.Index(fields=["written_at"], name="news_written"),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("due_at", None)), fields=["report"], name="subscription_report"
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("due_at", None)), fields=["area"], name="subscription_area"
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("due_at", None)),
                fields=["category"],
                name="subscription_category",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", False)),
                fields=["confirmed_at"],
                name="subscription_confirmed",
            ),
        ),
        migrations.DeleteModel(
            name="Letter",
        ),
    ]
