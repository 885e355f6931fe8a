"""The life of an agreement after it is written: proposed, announced, in force, reviewed, ended.

| File | What it holds |
|---|---|
| agreement_acts.py | propose, decide, announce, end, review: what a manager or a partner does, and who is told |
| agreement_print.py | an agreement record as the printed document |
| notices.py | what the parties must know of, once: missed months, overdue reviews, changed contacts, altered texts |
| missed_months.py | how many months in a row were missed (002 §6) |
| daily_checks.py | the daily job: statuses by date, and the notices that follow |
"""
