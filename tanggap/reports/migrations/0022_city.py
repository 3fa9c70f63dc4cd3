"""The city of each report, beside its area, and as a tag: see `models.search`."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models

# Whoever writes an area writes its city: a report that a path had forgotten would be found by
# nobody who asks for the city.
CITY = """
CREATE FUNCTION reports_city() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.city_id := (
        SELECT CASE WHEN a.level = 'city' THEN a.id WHEN p.level = 'city' THEN p.id
            WHEN g.level = 'city' THEN g.id END
        FROM places_area a LEFT JOIN places_area p ON p.id = a.parent_id
        LEFT JOIN places_area g ON g.id = p.parent_id WHERE a.id = NEW.area_id
    );
    RETURN NEW;
END $$;
CREATE TRIGGER report_city BEFORE INSERT OR UPDATE OF area_id ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_city();
UPDATE reports_report r SET city_id = c.id
FROM places_area a LEFT JOIN places_area p ON p.id = a.parent_id
    LEFT JOIN places_area g ON g.id = p.parent_id, places_area c
WHERE a.id = r.area_id AND c.level = 'city' AND c.id IN (a.id, p.id, g.id);
"""
AWAY = """
DROP TRIGGER report_city ON reports_report;
DROP FUNCTION reports_city();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0005_wishes"),
        ("people", "0010_english_sources"),
        ("places", "0005_boundaries"),
        ("reports", "0021_contact_index"),
        ("taxonomy", "0008_english_sources"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="report",
            name="report_search",
        ),
        migrations.AddField(
            model_name="report",
            name="city",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="places.area",
            ),
        ),
        migrations.RunSQL(CITY, AWAY),
        migrations.AddIndex(
            model_name="report",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    "title", "text", "address", config="indonesian"
                ),
                models.Func(
                    models.F("offices"),
                    models.Func(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                models.F("category"), models.IntegerField()
                            ),
                            "+",
                            models.Value(100000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                models.F("area"), models.IntegerField()
                            ),
                            "+",
                            models.Value(200000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                models.F("channel"), models.IntegerField()
                            ),
                            "+",
                            models.Value(300000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                models.F("lead"), models.IntegerField()
                            ),
                            "+",
                            models.Value(400000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            models.Func(
                                django.db.models.functions.comparison.Cast(
                                    models.F("state"), models.TextField()
                                ),
                                output_field=models.IntegerField(),
                                template="array_position(ARRAY['submitted', 'on_hold', 'waiting', 'in_progress', 'awaiting_validation', 'resolved', 'closed', 'declined', 'referred'], %(expressions)s)",
                            ),
                            "+",
                            models.Value(500000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Greatest(
                                models.Func(
                                    models.Func(
                                        models.F("received_at"),
                                        template="(%(expressions)s AT TIME ZONE 'UTC')",
                                    ),
                                    output_field=models.IntegerField(),
                                    template="EXTRACT(YEAR FROM %(expressions)s)::integer",
                                ),
                                models.Value(1900),
                            ),
                            "+",
                            models.Value(600000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.Func(
                                        models.Func(
                                            models.F("received_at"),
                                            template="(%(expressions)s AT TIME ZONE 'UTC')",
                                        ),
                                        output_field=models.IntegerField(),
                                        template="EXTRACT(YEAR FROM %(expressions)s)::integer",
                                    ),
                                    "*",
                                    models.Value(12),
                                ),
                                "+",
                                models.Func(
                                    models.Func(
                                        models.F("received_at"),
                                        template="(%(expressions)s AT TIME ZONE 'UTC')",
                                    ),
                                    output_field=models.IntegerField(),
                                    template="EXTRACT(MONTH FROM %(expressions)s)::integer",
                                ),
                            ),
                            "+",
                            models.Value(700000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            models.Func(
                                models.Func(
                                    models.F("received_at"),
                                    template="(%(expressions)s AT TIME ZONE 'UTC')",
                                ),
                                output_field=models.IntegerField(),
                                template="%(expressions)s::date - DATE '2000-01-01'",
                            ),
                            "+",
                            models.Value(800000000),
                        ),
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.functions.comparison.Cast(
                                models.F("city"), models.IntegerField()
                            ),
                            "+",
                            models.Value(1000000000),
                        ),
                        models.Case(
                            models.When(
                                models.Q(
                                    ("returns__gt", 0), ("rejections__gt", 0), _connector="OR"
                                ),
                                then=models.Value(900000000),
                            )
                        ),
                        output_field=django.contrib.postgres.fields.ArrayField(
                            base_field=models.IntegerField(), size=None
                        ),
                        template="ARRAY[%(expressions)s]",
                    ),
                    function="array_cat",
                    output_field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                gin_pending_list_limit=512,
                name="report_search",
            ),
        ),
    ]
