"""Areas and places are watched as all directories are, see `lib.editions`."""

from django.db import migrations

AWAY = """
DROP TRIGGER place_edition ON places_place;
DROP TRIGGER area_edition ON places_area;
DROP FUNCTION places_new_edition();
SELECT lib_watch('places_area'), lib_watch('places_place');
"""
BACK = """
SELECT lib_unwatch('places_place'), lib_unwatch('places_area');
CREATE FUNCTION places_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO places_edition (id, number) VALUES (1, floor(random() * 9e15)::bigint)
        ON CONFLICT (id) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
CREATE TRIGGER area_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_area
    FOR EACH STATEMENT EXECUTE FUNCTION places_new_edition();
CREATE TRIGGER place_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_place
    FOR EACH STATEMENT EXECUTE FUNCTION places_new_edition();
INSERT INTO places_edition (id, number) VALUES (1, 1);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_edition"),
        ("lib", "0002_editions"),
        # It lets the public role read the table that goes away here.
        ("publication", "0002_public_role"),
    ]

    operations = [
        # Backwards the table comes back before its trigger.
        migrations.RunSQL(AWAY, migrations.RunSQL.noop),
        migrations.DeleteModel("Edition"),
        migrations.RunSQL(migrations.RunSQL.noop, BACK),
    ]
