"""Major incidents: one cause behind tickets of several partners.

| File | What it holds |
|---|---|
| grouping.py | grouping tickets by hand, and what both ways of grouping share |
| search.py | major incidents that the minute tick finds |
"""
