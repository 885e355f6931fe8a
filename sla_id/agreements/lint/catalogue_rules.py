"""Rules about the service catalogue and the OLAs that support it (001 §5.1, §6.4; 003 steps 1 and 3)."""

from collections.abc import Collection, Iterator
from itertools import combinations

from sla_id.agreements.file import Service, TargetRow
from sla_id.agreements.file.similar_services import have_similar_names
from sla_id.agreements.lint.lint_finding import NOTE, WARNING
from sla_id.agreements.lint.linted_file import Subject, capital, listed, row_words, target_words
from sla_id.agreements.lint.rule import Found, gap, rule
from sla_id.engine import Sentence
from sla_id.engine.terms import ENDS_TICKET

# fmt: off
GAPS = (
	gap("no-services", WARNING, "services", "An agreement that names no service.",
		Sentence("The agreement names no service."), Sentence("Add the services it covers.")),
)
# fmt: on


@rule(
	WARNING,
	says=Sentence("The service {code} ({name}) has no target for its end."),
	advice=Sentence("Set its target with the users' representative, or write target: none."),
)
def service_without_target(subject: Subject) -> Iterator[Found]:
	"""A service whose tickets have no promise that ends them (003 step 1)."""
	rows = [row for _, row in subject.rows(*ENDS_TICKET) if row.stage != "first_line"]
	if any(row.service is None for row in rows):
		return
	promised = {row.service for row in rows}
	for path, service, above in subject.services():
		below = {child.code for child in _below(service)}
		if service.supporting or promised & {service.code, *above, *below}:
			continue
		yield Found(path, {"code": service.code, "name": service.name})


@rule(
	WARNING,
	"X17",
	says=Sentence("{code} ({length}) has nearly the name of {other} ({other_length})."),
	advice=Sentence("Say in the catalogue when to choose which, or give them one target."),
)
def similar_services(subject: Subject) -> Iterator[Found]:
	"""Services with nearly the same name but different targets (001 §6.4: BLU is 24 h and 32 h)."""
	promised = {row.service: row for _, row in subject.rows(*ENDS_TICKET) if row.service}
	services = [
		(path, service, above) for path, service, above in subject.services() if service.code in promised
	]
	for (_, one, above_one), (path, two, above_two) in combinations(services, 2):
		first, second = promised[one.code].target, promised[two.code].target
		if (
			first == second
			or one.code in above_two
			or two.code in above_one
			or not have_similar_names(one, two)
		):
			continue
		lengths = target_words(first), target_words(second)
		yield Found(
			f"{path}.name",
			{"code": two.code, "length": lengths[1], "other": one.code, "other_length": lengths[0]},
			subject.sentence_with(f"({one.code})"),
		)


def _below(service: Service) -> Iterator[Service]:
	for child in service.children:
		yield child
		yield from _below(child)


@rule(
	WARNING,
	says=Sentence("The service {code} takes reports by channels that aren't official: {names}."),
	advice=Sentence("Make them official, or remove them here."),
)
def service_unofficial_channel(subject: Subject) -> Iterator[Found]:
	"""A service that accepts reports on a channel where no clock starts (000 §3.1)."""
	official = {channel.code: channel.official for channel in subject.file.channels}
	for path, service, _ in subject.services():
		odd = [code for code in service.channels if not official.get(code, False)]
		if odd:
			yield Found(f"{path}.channels", {"code": service.code, "names": listed(odd)})


@rule(
	WARNING,
	says=Sentence("The service {service} depends on {code}, but there is no OLA for {code}."),
	advice=Sentence("Set a row with clock: ola, service: {code} and its team."),
)
def dependency_without_ola(subject: Subject) -> Iterator[Found]:
	"""A service that depends on another service for which no team has promised anything (003 step 3)."""
	promised = {row.service for _, row in subject.rows("ola")}
	general = None in promised
	for path, service, _ in subject.services():
		for code in service.depends_on:
			if code not in promised and not general and not promised & set(subject.ancestors(code)):
				yield Found(f"{path}.depends_on", {"service": service.code, "code": code})


@rule(
	NOTE,
	says=Sentence("No service depends on the supporting service {code}."),
	advice=Sentence("Note depends_on at the services that use it."),
)
def supporting_unused(subject: Subject) -> Iterator[Found]:
	"""A supporting service that no other service depends on (003: dependencies in the catalogue)."""
	needed = {code for _, service, _ in subject.services() for code in service.depends_on}
	for path, service, above in subject.services():
		if service.supporting and not needed & {service.code, *above}:
			yield Found(f"{path}.supporting", {"code": service.code})


@rule(
	NOTE,
	says=Sentence("Services without an owner: {names}."),
	advice=Sentence("Write the function that answers for them."),
)
def service_without_owner(subject: Subject) -> Iterator[Found]:
	"""Services without an owner when others have one (003: each section answers for its own services)."""
	entries = [entry for entry in subject.services() if not entry[2]]
	missing = [(path, service) for path, service, _ in entries if not service.owner]
	if missing and len(missing) < len(entries):
		yield Found(f"{missing[0][0]}.owner", {"names": listed(service.code for _, service in missing)})


@rule(
	WARNING,
	says=Sentence("{one} is longer than {two}, which it supports."),
	advice=Sentence("Shorten the OLA, or agree on a longer SLA."),
)
def ola_longer_than_sla(subject: Subject) -> Iterator[Found]:
	"""A team's promise that is longer than the promise to the customer that it supports (003 step 3)."""
	ends = [row for _, row in subject.rows(*ENDS_TICKET) if row.stage != "first_line"]
	for number, row in subject.rows("ola"):
		length = subject.length(row)
		needing = {service.code for _, service, _ in subject.services() if row.service in service.depends_on}
		shorter = [
			end
			for end in ends
			if length is not None
			and end.calendar == row.calendar
			and (subject.length(end) or length) < length
			and _supports(subject, row, end, needing)
		]
		if shorter:
			worst = min(shorter, key=lambda end: subject.length(end) or 0)
			one, two = capital(row_words(row)), row_words(worst)
			yield Found(f"targets[{number}].target", {"one": one, "two": two}, subject.sentence_of(row))


def _supports(subject: Subject, ola: TargetRow, end: TargetRow, needing: Collection[str]) -> bool:
	"""Whether a ticket with `end` can wait for that team, by its scope or through a dependency."""
	if subject.meets(ola, end):
		return not subject.overruled(end, ola)
	same = all(
		getattr(ola, name) in (None, getattr(end, name)) or getattr(end, name) is None
		for name in ("priority", "channel", "kind", "stage")
	)
	return same and end.service in needing


@rule(
	NOTE,
	"X25",
	says=Sentence(
		"OLAs ({names}) stand in an agreement with a customer, while an OLA is an internal commitment."
	),
	advice=Sentence("Make sure that they aren't printed as promises to the customer."),
)
def ola_in_customer_agreement(subject: Subject) -> Iterator[Found]:
	"""An OLA row in an agreement with a customer. An OLA is a team's promise inside the provider (003 IV.9)."""
	teams = [(number, row) for number, row in subject.rows("ola")]
	if teams and subject.file.agreement.type == "customer":
		names = listed(row.team or "?" for _, row in teams)
		yield Found(f"targets[{teams[0][0]}].clock", {"names": names})
