"""A letter finds its news by what it is about and from where on, however much has piled up."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0004_english_names"),
        ("reports", "0020_settled_squares"),
        ("taxonomy", "0008_english_sources"),
        ("together", "0003_whose_comment"),
    ]

    operations = [
        migrations.AlterField(
            model_name="news",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="places.area",
            ),
        ),
        migrations.AlterField(
            model_name="news",
            name="category",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="taxonomy.category",
            ),
        ),
        migrations.AddIndex(
            model_name="news",
            index=models.Index(fields=["area", "id"], name="news_of_area"),
        ),
        migrations.AddIndex(
            model_name="news",
            index=models.Index(fields=["category", "id"], name="news_of_category"),
        ),
    ]
