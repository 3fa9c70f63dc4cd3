"""Open reports of one area: few of many, asked for by whoever writes a new one there."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publication", "0014_cell_column")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="publicreport",
            index=models.Index(
                fields=["area", "-received_at", "-id"],
                name="public_open_in_area",
                condition=models.Q(is_open=True),
            ),
        )
    ]
