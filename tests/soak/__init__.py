"""A simulated month of a helpdesk on MariaDB, with schedulers that sleep, run twice and are killed.

script.py     what people do, minute by minute, and when the scheduler is down: seeded, pure
process.py    a process on the site: does what it is told, at the simulated time it is told
expected.py   what the pure engine says must have happened, from the ledger and the times of the ticks
run.py        the month itself; `python -m tests.soak`
"""
