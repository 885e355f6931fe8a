"""What the form of SLA Settings asks of the self-check. Permission first, typed."""

import frappe

from sla_id.api.arguments import answerable
from sla_id.sweep.self_check.run_self_check import report_findings, run_self_check

JOB = "sla_id.api.self_check.run_job"


@frappe.whitelist(methods=["POST"])
@answerable
def start(repair: bool = False) -> None:
	"""Run the self-check in the background. SLA Settings then show what it found. With `repair` it repairs
	that.
	"""
	frappe.has_permission("SLA Settings", "write", throw=True)
	job = f"sla_id_self_check_{'repair' if repair else 'report'}"
	frappe.enqueue(JOB, queue="long", job_id=job, deduplicate=True, repair=bool(repair))


def run_job(repair: bool = False) -> None:
	"""The job behind it."""
	report_findings(run_self_check(repair=repair))
