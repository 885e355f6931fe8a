"""The report SLA Compliance: rows of SLA Clock Cycle counted by the database, as `sla_id.reporting` would count them.

| File | What it holds |
|---|---|
| compliance_filters.py | what is asked: period, basis, instant of reading, group and filters, checked |
| count_cycles.py | outcomes and percentiles by group in a handful of statements, and the tickets behind a figure |
| compliance_report.py | columns, rows, chart and the words that stand on the page |
"""
