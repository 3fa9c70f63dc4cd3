from django.db import migrations


class Migration(migrations.Migration):
    """Every page asks whether anything rings: the answer is kept until this table changes."""

    dependencies = [("duty", "0002_append_only"), ("lib", "0002_editions")]

    operations = [
        migrations.RunSQL("SELECT lib_watch('duty_alarm')", "SELECT lib_unwatch('duty_alarm')")
    ]
