"""How an agreement version becomes binding and stays as it was signed.

Draft → Proposed (its text gets a hash) → approved by every signatory of both sides → in force from a date →
superseded or ended. Decisions are only ever added, and each counts only for the text of its hash.

| File | What it holds |
|---|---|
| approvals.py | who has to decide, who may, decisions, and whether they are complete |
| paper.py | decisions that were made on paper |
| versions.py | status by date, what a new version replaces, drafts of the next one |
| proposal.py | proposing a draft: its text gets a hash, and decisions count only for that text |
| lock.py | locks the records that an approved agreement refers to |
| locked_names.py | names in a signed text or on a ticket: no rename, no merge, no deletion |
"""
