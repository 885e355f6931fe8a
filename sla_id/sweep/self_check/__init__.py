"""Checks that ledgers, records, escalations and the hosts' tickets agree. It reports, and repairs when asked.

| File | What is in it |
|---|---|
| `finding.py` | the kinds of finding, one finding, and a run's report |
| `check_record.py` | one SLA Ticket against its ledger |
| `check_escalations.py` | what fired and was told against the engine |
| `check_host_tickets.py` | the hosts' tickets: gone, without a record, under another name, showing something else |
| `check_trails.py` | trails that were changed past the app, records that say something else than theirs |
| `repair_finding.py` | one finding repaired |
| `run_self_check.py` | all open tickets and some closed ones; called by the daily job, `bench sla-id-self-check` and the form |
"""
