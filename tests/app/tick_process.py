"""A process of its own for the concurrency test: `prepare` late tickets, or run one `tick`.

`python -m tests.app.tick_process prepare SITE COUNT | tick SITE`
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.app import own_site


def prepare(site: str, count: int) -> int:
	"""That many P1 tickets reported three days ago and never looked at since: every tier is due."""
	frappe = own_site.connect(Path(site), in_test=True)
	import time_machine

	from tests.app import world

	with time_machine.travel(frappe.utils.add_days(frappe.utils.now_datetime(), -3), tick=True):
		for number in range(count):
			world.ticket(
				"HD Ticket" if number % 2 else "Issue", sla_id_priority="P1", subject=f"Gangguan {number}"
			)
		frappe.db.commit()
	own_site.disconnect()
	return count


def tick(site: str) -> dict[str, Any]:
	"""One minute tick in small batches, as a scheduler runs it; what it evaluated."""
	frappe = own_site.connect(Path(site))
	frappe.db.set_single_value("SLA Settings", "tick_batch", 5)
	frappe.db.commit()
	print("ticking", flush=True)
	from sla_id.sweep.minute_tick import run_sla_minute_tick

	evaluated = run_sla_minute_tick()
	frappe.db.commit()
	own_site.disconnect()
	return {"evaluated": evaluated}


if __name__ == "__main__":
	command, site, *rest = sys.argv[1:]
	answer: Any = prepare(site, int(rest[0])) if command == "prepare" else tick(site)
	print(json.dumps(answer), flush=True)
