"""Pauses with a reason, stretches of a ticket's clocks excluded afterwards, causes of missed targets (docs/pauses.md).

| File | What it holds |
|---|---|
| claim_records.py | what the three records are called, their states, what their trails keep |
| closed_records_of_tickets.py | what keeps those records as the room wrote them |
| agreed_reasons.py | what a ticket's agreement names: pause reasons, classes of exclusions, causes |
| evidence_given.py | evidence as a text or a file of staff's |
| name_pause.py | naming a pause's reason, and deciding on it |
| claim_stretch.py | claiming a stretch of a ticket's clocks, deciding on it, withdrawing it |
| explain_breach.py | the cause of a missed target, given and corrected; `causes_of` reads them |
| missed_targets.py | a partner's targets that were missed in a month |
| supposed_dues.py | due times as they would be if what is open were granted |
| describe_claims.py | all of it for a ticket's form and its partner's page |
| ask_owner.py | the jobs that ask a ticket's people and tell them that a pause ended |
"""
