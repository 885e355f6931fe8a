"""Monitors that call in, and checks of our own: what they say becomes outages.

| File | What it holds |
|---|---|
| observation.py | what a monitor says, in one form for all senders; no frappe |
| uptime_kuma.py, alertmanager.py | their webhooks, read into observations; no frappe |
| outage_course.py | observations of one thing as the times in which it was down; no frappe |
"""
