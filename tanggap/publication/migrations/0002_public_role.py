"""The role of the public site: it may read the public tables and the directories, no more."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
DO $$ BEGIN
    CREATE ROLE tanggap_public NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT tanggap_public TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO tanggap_public;
GRANT SELECT ON publication_publicreport, publication_channelday, publication_categoryday,
    publication_agencyday, publication_daytotal, places_area, places_place, places_edition,
    taxonomy_category, taxonomy_channel, taxonomy_packsetting, taxonomy_institution,
    people_agency TO tanggap_public;
"""
BACKWARD = "DROP OWNED BY tanggap_public;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("publication", "0001_initial"),
        ("places", "0002_edition"),
        ("taxonomy", "0001_initial"),
        ("people", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
