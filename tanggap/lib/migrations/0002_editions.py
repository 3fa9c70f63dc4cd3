"""Which directory changed: a number for each watched table, drawn anew by a trigger."""

from django.db import migrations

FORWARD = """
CREATE TABLE lib_edition (name text PRIMARY KEY, number bigint NOT NULL);

CREATE FUNCTION lib_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Drawn at random, not counted: a change that is rolled back, or undone by a restored
    -- backup, must not share its number with a later one.
    INSERT INTO lib_edition (name, number) VALUES (TG_TABLE_NAME, floor(random() * 9e15)::bigint)
        ON CONFLICT (name) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;

CREATE FUNCTION lib_watch(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION lib_new_edition()', relation);
    INSERT INTO lib_edition SELECT relname, 1 FROM pg_class WHERE oid = relation;
END $$;

CREATE FUNCTION lib_unwatch(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DROP TRIGGER edition ON %s', relation);
    DELETE FROM lib_edition WHERE name = (SELECT relname FROM pg_class WHERE oid = relation);
END $$;
"""
BACKWARD = """
DROP FUNCTION lib_unwatch(regclass);
DROP FUNCTION lib_watch(regclass);
DROP FUNCTION lib_new_edition() CASCADE;
DROP TABLE lib_edition;
"""


class Migration(migrations.Migration):
    dependencies = [("lib", "0001_quiet_jobs")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
