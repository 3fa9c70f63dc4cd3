from django.db import migrations

FORWARD = """
CREATE FUNCTION places_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Drawn at random, not counted: a change that is rolled back, or undone by a restored
    -- backup, must not share its number with a later one. After a TRUNCATE the row is gone.
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

BACKWARD = """
DROP TRIGGER place_edition ON places_place;
DROP TRIGGER area_edition ON places_area;
DROP FUNCTION places_new_edition();
DELETE FROM places_edition;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
