"""Two versions of an agreement side by side: every difference in words. No Frappe.

For the approval page, the portal and tests. Everything public is here.

| File | What it holds |
|---|---|
| version_change.py | a difference as a frozen value |
| entry_matching.py | which entry of a list is which: by identity, wordings by likeness |
| compare_versions.py | `compare`: through all fields of both files, so that none is forgotten |
| value_words.py | the words of a value |
| partner_gain.py | whether the partner gets more or less |
| promise_gain.py | the same of availability, credits and pauses |
| comparison_html.py, compare.css | the two columns, by `templates/version_comparison*` |
"""

from sla_id.agreements.compare.compare_versions import compare
from sla_id.agreements.compare.comparison_html import body_html, stylesheet, to_html
from sla_id.agreements.compare.version_change import ADDED, CHANGED, REMOVED, Change

__all__ = ["ADDED", "CHANGED", "REMOVED", "Change", "body_html", "compare", "stylesheet", "to_html"]
