"""The monthly statement per partner: computed, reviewed, sealed into a chain, answered, and its credits (000 §5.1; docs/statements.md).

| File | What it holds |
|---|---|
| service_line.py | a line: a service under one version in a month, as JSON holds it; no frappe |
| attributed_time.py | how much of the downtime each outage accounts for; no frappe |
| credit_sums.py | what a month costs, line by line, with each step of the sum; no frappe |
| seal_chain.py | the seal: canonical bytes, a hash over them and the statement before; no frappe |
| content_differences.py | what differs between a sealed content and one computed now; no frappe |
"""
