"""Requests for an escalation, and massive impacts declared by agents (000 §4.1, §4.2). Depends on the ledger
it writes to.

| File | What it holds |
|---|---|
| request_and_decide.py | asking for a tier, deciding about it |
| who_may_ask.py | who may ask for which tier and why, and who decides |
| request_limits.py | when it may not be asked for, and what to do instead |
| request_messages.py | what people are told of a request |
| massive_impact.py | a massive impact, declared by an agent |
| ticket_escalations.py | a ticket's escalations and requests as its page shows them |
"""
