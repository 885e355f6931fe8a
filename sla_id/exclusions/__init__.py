"""Claims that downtime doesn't count: made with evidence, decided by another person, open to objection (000 §5.2; docs/exclusions.md).

| File | What it holds |
|---|---|
| claim_values.py | a claim as values: what one is made with, its states, what its trail keeps |
| claim_record.py | its record: locked, written by this room alone, never deleted |
| claim_rules.py | what the agreement in force says of claims: classes, and until when |
| claim_checks.py | what may be claimed and granted, with errors that name the field |
| make_claim.py | claiming, adding evidence, withdrawing |
| decide_claim.py | deciding, objecting, answering the objection |
| claim_evidence.py | files that are evidence stay as they were given |
| who_decides.py | who may decide a claim, and who is told to |
| tell_of_claims.py | who is told of a claim, a decision, an objection |
| remind_deciders.py | the job that reminds of what is due or overdue |
| read_claims.py | claims as values, in three statements |
| claimed_time.py | the time that they take out of the figures, for `outages/` |
| claim_figures.py | a month as it stands, and as it would stand if a claim were decided so |
| claim_words.py | claims in words |
"""
