"""The outbox: a message is a row of the transaction that causes it, and leaves by a worker afterwards.

Never lost, never sent twice under one key where the channel allows it; docs/outbox.md says where it doesn't.

| File | What is in it |
|---|---|
| `message.py` | a message as its caller gives it |
| `write_messages.py` | messages become rows, and a worker is asked for once they are committed |
| `webhook_events.py` | other systems hear what happens |
| `ways_to_person.py` | by which channels a person can be reached at the moment, and why not by the others |
| `deliver.py` | what is due is sent; jobs and the minute tick alone call it |
| `claim.py` | which worker delivers a row, and what is written when it is over |
| `channel.py`, `channels/` | what a channel is; each channel, in a file of its own |
| `attempt_result.py` | what came of one attempt |
| `backoff.py`, `circuit_breaker.py` | when a message is tried again; when a whole account is put off |
| `delivery_receipts.py` | what a provider says later of a message |
| `undelivered.py`, `mail_failures.py` | who is told of what was given up, by us or by Frappe's e-mail queue |
| `retry_by_hand.py` | a person sends given-up messages again, or dismisses them |
| `clear_old_messages.py` | old rows are deleted |
| `message_texts.py` | a row as the text that its recipient reads |
| `standard_texts.py`, `standard_digest_texts.py`, `standard_request_texts.py` | the texts that the app brings |
| `template_sandbox.py`, `template_preview.py` | the site's own templates within bounds, and with an example's values |
| `enclosure.py` | what a message says of a document, and attaches, when it leaves |
| `reader_language.py`, `record_links.py` | the language and zone of a recipient; where their link leads |
| `unsubscribe_link.py` | the signed link in every digest |
| `phone_numbers.py` | telephone numbers as people write them, in E.164 |
| `url_check.py`, `checked_request.py` | where a request may go, and the request |
| `webhook_signature.py` | signatures, out and in |
| `outbox_settings.py` | what SLA Settings say of messages |
"""

from sla_id.notify.outbox.deliver import deliver_due
from sla_id.notify.outbox.message import Message
from sla_id.notify.outbox.ways_to_person import tell_users
from sla_id.notify.outbox.webhook_events import publish
from sla_id.notify.outbox.write_messages import deliver_soon, enqueue

__all__ = ["Message", "deliver_due", "deliver_soon", "enqueue", "publish", "tell_users"]
