"""The partner's pages under `/sla`: what they show, as plain values. `www/` holds the pages, `templates/` their pieces.

| File | What is in it |
|---|---|
| `open_page.py` | who may open a page, in which language, never from a cache |
| `ticket_list_page.py` | the list of tickets |
| `ticket_page.py` | one ticket, put together from the files named `ticket_…` |
| `ticket_row.py`, `ticket_clocks.py`, `ticket_claims_of_partner.py`, `ticket_events.py`, `ticket_facts.py` | its line, its clocks, pauses and exclusions, what happened, what it is about and lacks |
| `ticket_requests.py`, `ticket_work.py` | requests for escalation; action plans and conference calls |
| `event_words.py` | what happened, as the partner reads it |
| `agreement_pages.py` | the list of agreements, and one version |
| `maintenance_page.py`, `maintenance_calendar.py` | planned maintenance as a page, and for calendars that subscribe |
| `claims_page.py` | claims that downtime doesn't count, by month; one of them, and objecting to it |
| `statement_pages.py` | the monthly statements: the list, one in full, and the partner's answers |
| `summary_pages.py` | summaries by e-mail: choosing them, and getting rid of them |
| `navigation.py` | the pages that every page leads to |
| `page_links.py` | links that keep the chosen language |
| `reader_times.py` | instants in the agreement's zone and the reader's |
| `broken_parts.py` | a page of which one part can't be read |
| `closed_records.py` | what partners are answered for records that are none of theirs |
"""
