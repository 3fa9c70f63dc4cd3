"""Where something was settled, by squares and time: what comes back is looked for around it."""

from django.db import migrations, models
from django.db.models import F, IntegerField, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Floor


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_wishes"),
        ("people", "0010_english_sources"),
        ("places", "0004_english_names"),
        ("reports", "0019_settled_places"),
        ("taxonomy", "0008_english_sources"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="report",
            name="report_settled_place",
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                Cast(Floor(CombinedExpression(F("lat"), "*", Value(1000))), IntegerField()),
                Cast(Floor(CombinedExpression(F("lng"), "*", Value(1000))), IntegerField()),
                F("resolved_at"),
                condition=models.Q(("lat__isnull", False), ("resolved_at__isnull", False)),
                name="report_settled_square",
            ),
        ),
    ]
