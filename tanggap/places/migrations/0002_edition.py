from django.db import migrations

FORWARD = """
CREATE SEQUENCE places_edition_number;
INSERT INTO places_edition (id, number) VALUES (1, nextval('places_edition_number'));
CREATE FUNCTION places_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE places_edition SET number = nextval('places_edition_number') WHERE id = 1;
    RETURN NULL;
END $$;
CREATE TRIGGER area_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_area
    FOR EACH STATEMENT EXECUTE FUNCTION places_new_edition();
CREATE TRIGGER place_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places_place
    FOR EACH STATEMENT EXECUTE FUNCTION places_new_edition();
"""

BACKWARD = """
DROP TRIGGER place_edition ON places_place;
DROP TRIGGER area_edition ON places_area;
DROP FUNCTION places_new_edition();
DELETE FROM places_edition;
DROP SEQUENCE places_edition_number;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
