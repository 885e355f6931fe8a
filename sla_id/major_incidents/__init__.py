"""Major incidents: one cause behind tickets of several partners.

| File | What it holds |
|---|---|
| grouping.py | grouping tickets by hand, and what every way of grouping shares |
| search.py | major incidents that show by themselves, found by the minute tick |
"""
