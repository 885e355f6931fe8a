"""Rules about priorities and the matrix that chooses them (001 §6.3, 000 §2.1)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sla_id.agreements.file import Matrix
from sla_id.agreements.lint.lint_finding import ERROR, NOTE, WARNING
from sla_id.agreements.lint.linted_file import Subject, listed
from sla_id.agreements.lint.rule import Found, rule
from sla_id.engine import Sentence


@rule(
	ERROR,
	says=Sentence("The cell of urgency {urgency} and impact {impact} holds no priority."),
	advice=Sentence("Fill it with the code of a priority."),
)
def matrix_hole(subject: Subject) -> Iterator[Found]:
	"""A pair of urgency and impact that has no priority."""
	matrix = subject.file.matrix
	if matrix is None:
		return
	known = {priority.code for priority in subject.file.priorities}
	for row, urgency in enumerate(matrix.urgency):
		for column, impact in enumerate(matrix.impact):
			code = _cell(matrix, row, column)
			if code not in known:
				yield Found(
					f"matrix.cells.{urgency.code}.{impact.code}",
					{"urgency": urgency.code, "impact": impact.code},
				)


@rule(
	WARNING,
	"X15",
	says=Sentence(
		"The pair {urgency}/{impact} is more severe than {other_urgency}/{other_impact}, yet its priority is less urgent ({code} against {other})."
	),
	advice=Sentence("Check whether the two cells have been swapped."),
)
def matrix_inverted(subject: Subject) -> Iterator[Found]:
	"""A more severe pair with a less urgent priority than the milder pair beside it."""
	for one, two, ranks in _neighbours(subject):
		if ranks[0] > ranks[1]:
			yield Found(
				f"matrix.cells.{one[0]}.{one[1]}",
				{
					"urgency": one[0],
					"impact": one[1],
					"other_urgency": two[0],
					"other_impact": two[1],
					"code": one[2],
					"other": two[2],
				},
			)


@rule(
	NOTE,
	"X15",
	says=Sentence("The matrix skips priorities between neighbouring cells: {names}."),
	advice=Sentence("Used as printed; make sure it is intended."),
)
def matrix_jump(subject: Subject) -> Iterator[Found]:
	"""Neighbouring cells that skip a priority (001 §6.3: H/M is P2, H/L is P4)."""
	jumps = [
		f"{one[0]}/{one[1]} {one[2]} → {two[0]}/{two[1]} {two[2]}"
		for one, two, ranks in _neighbours(subject)
		if ranks[1] - ranks[0] > 1
	]
	if jumps:
		yield Found(
			"matrix.cells", {"names": listed(jumps)}, subject.sentence_with(*_matrix_phrases(subject))
		)


@rule(
	NOTE,
	"X15",
	says=Sentence("The matrix isn't symmetric: {names}."),
	advice=Sentence("Make sure that urgency and impact are meant to weigh differently."),
)
def matrix_asymmetric(subject: Subject) -> Iterator[Found]:
	"""A matrix with the same levels on both axes that isn't symmetric."""
	matrix = subject.file.matrix
	if matrix is None or _codes(matrix.urgency) != _codes(matrix.impact):
		return
	levels = _codes(matrix.urgency)
	odd = [
		f"{one}/{two} {_cell(matrix, row, column)} – {two}/{one} {_cell(matrix, column, row)}"
		for row, one in enumerate(levels)
		for column, two in enumerate(levels)
		if row < column and _cell(matrix, row, column) != _cell(matrix, column, row)
	]
	if odd:
		yield Found("matrix.cells", {"names": listed(odd)})


@rule(
	WARNING,
	"X15",
	says=Sentence("No cell of the matrix leads to priority {code}."),
	advice=Sentence("Use it in the matrix, or say when that priority is given."),
)
def priority_not_in_matrix(subject: Subject) -> Iterator[Found]:
	"""A priority that no pair of the matrix leads to."""
	matrix = subject.file.matrix
	if matrix is None:
		return
	used = {code for row in matrix.cells for code in row}
	for number, priority in enumerate(subject.file.priorities):
		if priority.code not in used:
			yield Found(f"priorities[{number}]", {"code": priority.code})


@rule(
	NOTE,
	"X15",
	says=Sentence("Priority {code} has the same name as {seen}: {label}."),
	advice=Sentence("Show the code beside the name, or give them different names."),
)
def priority_names_repeat(subject: Subject) -> Iterator[Found]:
	"""Two priorities with the same name (001 §6.3: P5 and P6 are both "Lainnya")."""
	seen: dict[str, str] = {}
	for number, priority in enumerate(subject.file.priorities):
		name = priority.label.id.strip().lower()
		if name in seen:
			yield Found(
				f"priorities[{number}].label",
				{"code": priority.code, "seen": seen[name], "label": priority.label},
				subject.sentence_with(f"{priority.code} :", f"{priority.code}:"),
			)
		seen.setdefault(name, priority.code)


@rule(
	WARNING,
	says=Sentence("There is no matrix, description or example by which to choose priority {code}."),
	advice=Sentence("Describe its impact and give an example."),
)
def priority_without_description(subject: Subject) -> Iterator[Found]:
	"""A priority without a matrix, a description or an example to choose it by (000 §2.1)."""
	if subject.file.matrix is not None or len(subject.file.priorities) < 2:
		return
	for number, priority in enumerate(subject.file.priorities):
		if priority.description is None and not priority.examples:
			yield Found(f"priorities[{number}].description", {"code": priority.code})


@rule(
	NOTE,
	says=Sentence(
		"The helpdesk's priority {name} stands for {codes}: a ticket that brings only that priority gets {first}."
	),
	advice=Sentence("Choose the agreement's priority on the ticket, or by the matrix."),
)
def host_priority_shared(subject: Subject) -> Iterator[Found]:
	"""Several priorities that map to one priority of the helpdesk, which then can't be mapped back."""
	counts = Counter(priority.host_priority for priority in subject.file.priorities if priority.host_priority)
	for name, count in counts.items():
		codes = [priority.code for priority in subject.file.priorities if priority.host_priority == name]
		if count > 1:
			number = [priority.code for priority in subject.file.priorities].index(codes[1])
			yield Found(
				f"priorities[{number}].host_priority",
				{"name": name, "codes": ", ".join(codes), "first": codes[0]},
			)


_Place = tuple[str, str, str]


def _neighbours(subject: Subject) -> Iterator[tuple[_Place, _Place, tuple[int, int]]]:
	"""Each cell with the milder cell beside or below it, and their ranks."""
	matrix = subject.file.matrix
	if matrix is None:
		return
	ranks = [
		[subject.rank(_cell(matrix, row, column)) for column in range(len(matrix.impact))]
		for row in range(len(matrix.urgency))
	]
	rows = _severe_first([_mean(row) for row in ranks])
	columns = _severe_first([_mean([row[number] for row in ranks]) for number in range(len(matrix.impact))])
	for at, row in enumerate(rows):
		for beside, column in enumerate(columns):
			for other in [(r, column) for r in rows[at + 1 : at + 2]] + [
				(row, c) for c in columns[beside + 1 : beside + 2]
			]:
				one, two = ranks[row][column], ranks[other[0]][other[1]]
				if one is not None and two is not None:
					yield _place(matrix, row, column), _place(matrix, *other), (one, two)


def _severe_first(means: list[float]) -> list[int]:
	"""The numbers of the levels as listed, or reversed if the list begins with the mildest."""
	numbers = list(range(len(means)))
	return numbers[::-1] if means and means[0] > means[-1] else numbers


def _mean(ranks: Sequence[int | None]) -> float:
	known = [rank for rank in ranks if rank is not None]
	return sum(known) / len(known) if known else 0.0


def _place(matrix: Matrix, row: int, column: int) -> _Place:
	return matrix.urgency[row].code, matrix.impact[column].code, _cell(matrix, row, column)


def _cell(matrix: Matrix, row: int, column: int) -> str:
	cells = matrix.cells
	return cells[row][column] if row < len(cells) and column < len(cells[row]) else ""


def _codes(levels: Sequence[object]) -> list[str]:
	return [getattr(level, "code", "") for level in levels]


def _matrix_phrases(subject: Subject) -> list[str]:
	matrix = subject.file.matrix
	first = " ".join(matrix.cells[0]) if matrix and matrix.cells else ""
	return [first] if first else ["matriks prioritas"]
