"""Monitors that call in, and checks of our own: what they say becomes outages (docs/monitors.md).

A message is stored first (`receive_message.py`), read into observations (`read_messages.py`), and what all observations of a place
come to is written into outages (`judge_places.py`, `monitored_outages.py`). So order, repetitions and replays change nothing.

| File | What it holds |
|---|---|
| observation.py | what a monitor says, in one form for all senders; no frappe |
| uptime_kuma.py, alertmanager.py | their webhooks, read into observations; no frappe |
| outage_course.py | observations of one thing as the times in which it was down; no frappe |
| source_token.py | the token by which a sender is known |
| receive_message.py | a request, checked and stored |
| read_messages.py | stored messages, read into observations |
| watched_targets.py | which target of a source an observation is about; unknown ones are listed |
| judge_places.py | all observations of a service or part of it, judged together |
| monitored_outages.py | what they come to, written into outages; what people have changed stays |
| judge_waiting.py | the job: what waits, what failed, what is old |
| silence.py | times in which a source knew nothing |
| source_checks.py | what sources and targets may say, and what follows from saving them |
| own_check.py, check_state.py, probe.py | checks of our own: the job, when an address counts as down, one look at it |
| app_figures.py, exposition.py, metrics_token.py | the app's own figures, in Prometheus' format, by a token |
| source_panel.py | what a source's form shows |
| tell_managers.py | what the managers are told of a source |
"""
