"""Outages as records, and the availability that follows from them (000 §5.1; docs/availability.md).

| File | What it holds |
|---|---|
| outage_values.py | an outage as values: what one is opened with, how it is read, what its trail keeps |
| record_outage.py | opening, ending, confirming, correcting, withdrawing: each locks, checks and leaves a trail |
| merge_outages.py | several records of one outage made one |
| ticket_outage.py | an outage from a ticket in one act |
| outage_checks.py | what an outage may say, with errors that name the field |
| closed_form.py | what keeps a record as the room wrote it |
| ask_about_open.py | asking about outages that nobody has confirmed for a while |
| read_outages.py | outages as values, in three statements |
| touched.py | which services and partners an outage touches |
| partner_versions.py | which agreement versions hold for a partner on which days |
| promised_guarantee.py | what a version promises of a service |
| registered_spans.py | exclusions and blind times, as other rooms register them |
| service_month.py | a service's month, version by version |
| pooled_months.py | a semester or a year as one figure |
| missed_availability.py | the months below the promise, for an agreement's termination |
| availability_report.py | rows of the report SLA Availability |
"""
