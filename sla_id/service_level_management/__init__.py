"""Service level management as a procedure (003): whether agreements cover the catalogue, and the cycle of a semester.

| File | What it holds |
|---|---|
| coverage.py | which service has no SLA, which dependency no OLA |
| ola_fit.py | whether the OLAs behind an agreement add up to its promises |
| cycle.py | the cycle of a semester: creates it, keeps it in order, warns of overdue steps |
| cycle_steps.py | the eleven steps of the procedure: what, by whom, when |
| cycle_complete.py | completing a step, and what a program can check of it |
| cycle_figures.py | how far SLAs and OLAs were met in a span of days |
| cycle_availability.py | the availability and the credits of its months |
| cycle_report.py | the report of the semester |
| report_columns.py | a column of a Frappe report |
"""
