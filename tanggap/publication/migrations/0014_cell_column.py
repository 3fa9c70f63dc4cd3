"""A square of the map is a column, so that its reports are counted in the index alone."""

import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publication", "0013_promised_by"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="publicreport",
            name="public_cell",
        ),
        migrations.RemoveIndex(
            model_name="publicreport",
            name="public_cell_open",
        ),
        migrations.AddField(
            model_name="publicreport",
            name="cell",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.functions.comparison.Cast(
                            django.db.models.functions.math.Floor(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("lat"), "*", models.Value(50)
                                )
                            ),
                            models.IntegerField(),
                        ),
                        "*",
                        models.Value(18000),
                    ),
                    "+",
                    django.db.models.functions.comparison.Cast(
                        django.db.models.functions.math.Floor(
                            django.db.models.expressions.CombinedExpression(
                                models.F("lng"), "*", models.Value(50)
                            )
                        ),
                        models.IntegerField(),
                    ),
                ),
                null=True,
                output_field=models.IntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="publicreport",
            index=models.Index(fields=["cell", "-received_at"], name="public_in_cell"),
        ),
        migrations.AddIndex(
            model_name="publicreport",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["cell", "-received_at"],
                name="public_open_in_cell",
            ),
        ),
    ]
