"""The outbox: a message is a row of the transaction that causes it, and leaves by a worker afterwards.

Never lost, never sent twice under one key where the channel allows it; docs/outbox.md says where it doesn't.
"""

from sla_id.notify.outbox.deliver import deliver_due
from sla_id.notify.outbox.message import Message
from sla_id.notify.outbox.queue import deliver_soon, enqueue, publish
from sla_id.notify.outbox.ways import tell_users

__all__ = ["Message", "deliver_due", "deliver_soon", "enqueue", "publish", "tell_users"]
