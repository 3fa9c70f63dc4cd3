"""An event goes from a state to one that some verb leads to; the table of verbs has no others."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
ALTER TABLE reports_reportevent ADD CONSTRAINT event_pair CHECK (from_state || '>' || to_state IN (
    '>submitted',
    'awaiting_validation>awaiting_validation',
    'awaiting_validation>closed',
    'awaiting_validation>in_progress',
    'awaiting_validation>resolved',
    'closed>closed',
    'closed>referred',
    'closed>waiting',
    'declined>declined',
    'declined>submitted',
    'in_progress>awaiting_validation',
    'in_progress>closed',
    'in_progress>in_progress',
    'in_progress>on_hold',
    'in_progress>referred',
    'in_progress>resolved',
    'in_progress>waiting',
    'on_hold>closed',
    'on_hold>declined',
    'on_hold>in_progress',
    'on_hold>on_hold',
    'on_hold>referred',
    'on_hold>submitted',
    'on_hold>waiting',
    'referred>closed',
    'referred>referred',
    'referred>resolved',
    'referred>waiting',
    'resolved>closed',
    'resolved>referred',
    'resolved>resolved',
    'resolved>waiting',
    'submitted>closed',
    'submitted>declined',
    'submitted>on_hold',
    'submitted>referred',
    'submitted>resolved',
    'submitted>submitted',
    'submitted>waiting',
    'waiting>closed',
    'waiting>declined',
    'waiting>in_progress',
    'waiting>on_hold',
    'waiting>referred',
    'waiting>resolved',
    'waiting>waiting'
))
"""
BACKWARD = "ALTER TABLE reports_reportevent DROP CONSTRAINT event_pair"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reports", "0003_office_complained_about")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
