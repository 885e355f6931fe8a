"""Service level management around the agreements: proposing, announcing, reviewing and ending them, and the notices
and the yearly round (ITB SOP 507) that keep them alive.

| File | What it holds |
|---|---|
| agreements.py | propose, decide, announce, end, review: what a manager or a partner does, and who is told |
| notices.py | what the parties must know of, once: missed months, overdue reviews, changed contacts, altered texts |
| months.py | how many months in a row were missed (002 §6) |
| document.py | an agreement record as the printed document |
| coverage.py, ola.py | which service has no SLA or OLA; whether the OLAs fit |
| cycle*.py | the eleven steps of a semester and its report |
| daily.py | the daily job |
"""
