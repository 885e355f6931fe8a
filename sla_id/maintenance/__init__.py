"""Planned maintenance: planned, announced in time, carried out, and what of it doesn't count (000 §5.2, §6.1; docs/maintenance.md).

| File | What it holds |
|---|---|
| maintenance_values.py | maintenance as values: what one is planned with, what its trail keeps |
| maintenance_record.py | its record: locked, written by this room alone, never deleted |
| planning_checks.py | what may be planned, with errors that name the field |
| plan_maintenance.py | planning it, and changing the plan |
| carry_out.py | announcing, starting, ending and cancelling it |
| notice_overrun.py | the job that notices what lasts too long, and what nobody has started |
| concerned_partners.py | the partners whose agreements cover its services, and what each demands |
| service_branches.py | services with what is part of them |
| notice_terms.py | how early an agreement wants maintenance announced |
| announced_time.py | which of a planned time has been announced in time; no frappe |
| tell_partners.py | telling partners and the provider's people, each once |
| undelivered_news.py | what was told but didn't arrive |
| clashes.py | what speaks against a time: other maintenance, holidays, working hours |
| unaccounted_time.py | the time that doesn't count, for `outages/` |
| maintenance_words.py | maintenance in words |
| feed_tokens.py | addresses of calendar feeds: made, shown once, revoked |
| maintenance_feed.py | the calendar behind such an address |
"""
