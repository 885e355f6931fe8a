"""Replays an incident log through the real ticket life on the embedded engine: `python -m embedded.replay`.

    log.py        the CSV as incidents, moved into years that have holiday decrees; what is skipped, and why
    desk.py       a site with the HAI-DJPb agreement; an incident as a host's ticket, a row as a save and a reply
    run.py        everything in order of time, with the minute tick in between
    recompute.py  the same clocks straight from the CSV, by rules of its own and the tests' oracle: no sla_id
    compare.py    the app's clock rows and escalations against those
    summary.py    what is printed

How the log is read. `log` and `recompute` each have a reading of their own, so these lines are the contract:

- The log's local times are read as WIB and moved by 418 whole weeks, so that weekdays stay: Monday 29 February 2016
  becomes Monday 4 March 2024. The agreement is in force then, the decrees of 2024 and 2025 are known, and Nyepi
  (Monday 11 March) and its joint leave lie in the week in which most of the open tickets fall due; Idul Fitri follows.
- Its times are cut to the minute: a ticket opens at the minute's start, and what its rows say happens 30 seconds into
  theirs. So a row lies between two ticks, and an answer in the minute of the opening comes after it.
- A ticket opens at `opened_at`, or `sys_created_at` where that is unknown; without either it is skipped.
- Its rows count in order of `sys_updated_at`, rows of one minute as the file has them. Left out are rows without a
  readable time, rows before the opening, and rows whose `sys_mod_count` is below one that came before: an old revision
  written late. A ticket without any row left is skipped.
- New and Active run, every "Awaiting …" pauses, Resolved and Closed stop; another state, or none, changes nothing. A row
  that changes nothing the host knows of is an internal note.
- `impact` and `urgency` 1 - High, 2 - Medium, 3 - Low are the matrix's H, M, L. An unknown one keeps what was there
  before; while one of the two is missing the agreement's default priority (P3) holds. The opening has the first row's.
  What is changed in the minute of the solution holds for it.
- It is the log of a second line, so a ticket counts as handed over from its opening and 001 §6.3 gives the target. The
  log doesn't record the first answer: the first row whose state isn't New stands for it, with a public reply.
- Phone and IVR are the call centre, Email e-mail, Self service the portal; any other way in has no response target.
- `resolved_at`, `closed_at` and `made_sla` aren't used: they say what the other system believed in the end.
"""
