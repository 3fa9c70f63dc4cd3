"""Jobs are polled for, not announced.

procrastinate's trigger NOTIFYs inside the transaction that enqueues, and PostgreSQL commits
transactions with a NOTIFY one after the other. With 5 ms for an fsync that cost two thirds of the
throughput of filing reports.
"""

from django.db import migrations

OFF = """
ALTER TABLE procrastinate_jobs
    DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1
"""
ON = OFF.replace("DISABLE", "ENABLE")


class Migration(migrations.Migration):
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [migrations.RunSQL(OFF, ON)]
