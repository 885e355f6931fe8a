"""How an agreement version becomes binding and stays what was signed.

Draft → Proposed (its text gets a hash) → approved by every signatory of both sides → in force from a date →
superseded or ended. A decision is a row that is only added; it counts for the text of its hash alone.

| File | What it holds |
|---|---|
| approvals.py | who has to decide, who may, decisions, and whether they are complete |
| paper.py | decisions that were made on paper |
| versions.py | status by date, what a new version replaces, drafts of the next one |
| proposal.py | proposing a draft: its text gets a hash, and decisions count for that text alone |
| lock.py | what an approved agreement refers to can't be changed under it |
| locked_names.py | names that a signed text or a ticket speaks of stay: no rename, no merge, no deletion |
"""
