"""Problems that show only when sections are compared: duplicate targets, services that are easily confused.

Used by `parse_file.py` after all sections are read.
"""

from collections.abc import Callable
from itertools import combinations

from sla_id.agreements.file.cursor import Cursor
from sla_id.agreements.file.model import Agreement, AgreementFile, Service, TargetRow
from sla_id.agreements.file.similar_services import have_similar_names
from sla_id.agreements.file.target_text import DAYS, DURATION
from sla_id.engine.sentences import Sentence


def check_across(file: AgreementFile, get: Callable[[str], Cursor], base: AgreementFile) -> None:
	"""Note problems and warnings at the rows of `targets`. `base` is the agreement that a level extends, or an empty file."""
	_catalogue_references(file, get, base)
	rows = get("targets").items()
	if len(rows) != len(file.targets):
		return
	targets = list(zip(file.targets, rows, strict=True))
	_same_scope(targets)
	_response_after_resolution(targets, file.agreement)
	_confusable_services(file, targets)
	_first_line(file, base, targets)


def _catalogue_references(file: AgreementFile, get: Callable[[str], Cursor], base: AgreementFile) -> None:
	"""Services may name only channels and services of the file, and may not depend on each other in a circle."""
	channels = {channel.code for channel in (*base.channels, *file.channels)}
	services = {service.code: service for side in (base, file) for service, _ in side.all_services()}
	at = get("services")
	for service in services.values():
		for code in service.channels:
			if code not in channels:
				at.fail(
					Sentence("{service}: there is no channel {code!r}", service=service.code, code=code),
					Sentence("add it to channels, or remove it here"),
				)
		for code in service.depends_on:
			if code not in services:
				at.fail(
					Sentence(
						"{service}: depends on {code!r}, which is no service", service=service.code, code=code
					),
					Sentence("add it to services"),
				)
		circle = _circle(service.code, services)
		if circle:
			at.fail(
				Sentence("{circle}: services depend on each other in a circle", circle=" → ".join(circle)),
				Sentence("remove one of them"),
			)
			return


def _circle(start: str, services: dict[str, Service]) -> list[str]:
	"""The chain of dependencies that leads from a service back to itself, or an empty list."""
	paths = [[start]]
	while paths:
		path = paths.pop()
		for code in services[path[-1]].depends_on if path[-1] in services else ():
			if code == start:
				return [*path, start]
			if code not in path:
				paths.append([*path, code])
	return []


def _same_scope(targets: list[tuple[TargetRow, Cursor]]) -> None:
	seen: dict[tuple[str | None, ...], int] = {}
	for row, cursor in targets:
		if row.scope in seen:
			cursor.fail(
				Sentence(
					"promises the same thing as the row on line {line} (clock and scope are equal)",
					line=seen[row.scope],
				),
				Sentence("keep one, or narrow it by priority, channel, service, kind or stage"),
			)
		seen.setdefault(row.scope, cursor.line)


def _response_after_resolution(targets: list[tuple[TargetRow, Cursor]], agreement: Agreement) -> None:
	resolutions = [row for row, _ in targets if row.clock == "resolution"]
	for row, cursor in targets:
		if row.clock != "response":
			continue
		for other in resolutions:
			same = (row.priority, row.service, row.channel, row.calendar) == (
				other.priority,
				other.service,
				other.channel,
				other.calendar,
			)
			first, last = _seconds(row, agreement), _seconds(other, agreement)
			if same and first is not None and last is not None and first > last:
				cursor.warn(
					Sentence(
						"the response ({response}) may come later than the resolution ({resolution})",
						response=row.target,
						resolution=other.target,
					),
					Sentence("check the two numbers"),
				)


def _seconds(row: TargetRow, agreement: Agreement) -> int | None:
	if row.target.kind == DURATION:
		return row.target.seconds
	if row.target.kind == DAYS and row.target.days is not None:
		return row.target.days * agreement.seconds_per_day
	return None


def _confusable_services(file: AgreementFile, targets: list[tuple[TargetRow, Cursor]]) -> None:
	"""Services of nearly the same name with different targets (001: BLU in BCSM.02.04 and BCSM.04, X17)."""
	promised = {
		row.service: (row, cursor) for row, cursor in targets if row.service and row.clock != "response"
	}
	services = {service.code: (service, above) for service, above in file.all_services()}
	for first, second in combinations([code for code in services if code in promised], 2):
		(one, above_one), (two, above_two) = services[first], services[second]
		if (
			first in above_two
			or second in above_one
			or promised[first][0].target == promised[second][0].target
		):
			continue
		if have_similar_names(one, two):
			promised[second][1].warn(
				Sentence(
					"{second} ({later}) and {first} ({earlier}) have similar names",
					second=second,
					later=promised[second][0].target,
					first=first,
					earlier=promised[first][0].target,
				),
				Sentence("make sure that people can tell which one to choose"),
			)


def _first_line(file: AgreementFile, base: AgreementFile, targets: list[tuple[TargetRow, Cursor]]) -> None:
	if file.agreement.first_line or base.agreement.first_line:
		return
	for row, cursor in targets:
		if row.stage == "first_line":
			cursor.fail(
				Sentence("belongs to the first line, which the agreement does not have"),
				Sentence("set agreement.first_line: true"),
			)
