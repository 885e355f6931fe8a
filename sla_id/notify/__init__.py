"""How people hear of things.

| File or folder | What is in it |
|---|---|
| `outbox/` | messages as rows, and the workers that deliver them (docs/outbox.md) |
| `digests/` | summaries by e-mail, to which people subscribe |
| `tell_people.py` | users are told of agreements and notices, each once and in their language |
| `calendar_invitation.py` | the calendar file of a conference call |
| `calendar_feed.py` | a calendar to which people subscribe |
| `role_holders.py` | who holds a role |
"""
