"""Files that an office sends with an objection; append-only as the objection is."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import PROTECT


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("media", "0001_initial"),
        ("performance", "0005_objections_append_only"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ObjectionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "attachment",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="media.attachment"),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="files", to="performance.objection"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("objection", "attachment"), name="objection_file_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER performance_objectionfile_append_only
                BEFORE UPDATE OR DELETE OR TRUNCATE ON performance_objectionfile
                FOR EACH STATEMENT EXECUTE FUNCTION performance_refuse_change();
            """,
            "DROP TRIGGER performance_objectionfile_append_only ON performance_objectionfile;",
        ),
    ]
