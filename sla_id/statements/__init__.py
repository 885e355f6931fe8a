"""The monthly statement per partner: computed, reviewed, sealed into a chain, answered, and its credits (000 §5.1; docs/statements.md).

| File | What it holds |
|---|---|
| service_line.py | a line: a service under one version in a month, as JSON holds it; no frappe |
| attributed_time.py | how much of the downtime each outage accounts for; no frappe |
| credit_sums.py | what a month costs, line by line, with each step of the sum; no frappe |
| seal_chain.py | the seal: canonical bytes, a hash over them and the statement before; no frappe |
| content_differences.py | what differs between a sealed content and one computed now; no frappe |
| compute_statement.py | a partner's statement of a month, from the records |
| line_exclusions.py | what isn't to count on a line, by what it is |
| missed_in_month.py | the targets that tickets missed, for a credit per target |
| statement_values.py | the record as values: states, rows from the content, what its trail keeps |
| statement_record.py | the records locked, written by this room alone, never deleted |
| draft_statement.py | drafting, computing anew, revising |
| seal_statement.py | sealing into the partner's chain, and until when it may be answered |
| credit_notes.py | credit notes: drafted, taken back, approved, rejected |
| books_draft.py | an approved credit note drafted in ERPNext, never submitted |
| close_months.py | the jobs: drafts at the month's end, drafts kept up to date |
| tell_statement.py | telling the partner's people and the provider's |
| answer_statement.py | the partner's answer, line by line, and the provider's reply |
| statement_words.py | a content in words: the sum in full, each step of a credit |
| describe_statement.py | a statement as page, print and form show it |
| statement_print.py | a statement as PDF |
| credit_what_if.py | what months would have cost under another scheme |
| verify_statements.py | seals, rows, trails and today's records compared |
"""
