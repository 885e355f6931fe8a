"""Whether everything still agrees: ledgers, records, escalations, and what the hosts' tickets show. Reports; repairs when asked.

finding.py      what was found, and the kinds there are
records.py      one SLA Ticket against its ledger
escalations.py  what fired and was told against the engine
tickets.py      the hosts' tickets: gone, without a record, with another one's name, showing something else
repair.py       one finding put right, in a transaction of its own
run.py          all open tickets and some closed ones; the daily job, `bench sla-id-self-check` and the form call it
"""
