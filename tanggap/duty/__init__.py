"""Danger calls for somebody: who is on duty, and alarms that ring until one acknowledges."""
