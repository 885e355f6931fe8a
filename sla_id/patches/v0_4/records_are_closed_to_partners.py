"""Partners read no record of ours any more: permissions and shares that a site had given them go."""

from sla_id.portal.closed_records import close_what_was_opened


def execute() -> None:
	"""Run any number of times: what is gone is gone."""
	close_what_was_opened()
