"""Digests: a person's summary by e-mail, daily or weekly. Above the tickets it reads; the outbox knows nothing of it.

| File | What it holds |
|---|---|
| subscriptions.py | who is subscribed, when each falls due, its message, how a person gets rid of it |
| digest_times.py | when a digest falls due |
| digest_content.py | what it says, read as its reader when it leaves |
"""
