"""Rules about priorities and the matrix that leads to them (001 §6.3, 000 §2.1)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sla_id.agreements.file import Matrix
from sla_id.agreements.lint.finding import Found
from sla_id.agreements.lint.subject import Subject, both, listed


def matrix_hole(subject: Subject) -> Iterator[Found]:
	"""A pair of urgency and impact without a priority of the agreement."""
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
					both(
						f"Sel kepentingan {urgency.code} dan dampak {impact.code} tidak berisi prioritas.",
						f"The cell of urgency {urgency.code} and impact {impact.code} holds no priority.",
					),
					both("Isi dengan kode prioritas.", "Fill it with the code of a priority."),
				)


def matrix_inverted(subject: Subject) -> Iterator[Found]:
	"""A more severe pair with a less urgent priority than a milder one beside it."""
	for one, two, ranks in _neighbours(subject):
		if ranks[0] > ranks[1]:
			yield Found(
				f"matrix.cells.{one[0]}.{one[1]}",
				both(
					f"Pasangan {one[0]}/{one[1]} lebih berat daripada {two[0]}/{two[1]}, tetapi prioritasnya"
					f" kurang mendesak ({one[2]} terhadap {two[2]}).",
					f"The pair {one[0]}/{one[1]} is more severe than {two[0]}/{two[1]}, yet its priority is"
					f" less urgent ({one[2]} against {two[2]}).",
				),
				both("Periksa apakah kedua sel tertukar.", "Check whether the two cells have been swapped."),
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
			"matrix.cells",
			both(
				f"Matriks melompati prioritas di antara sel yang bersebelahan: {listed(jumps)}.",
				f"The matrix skips priorities between neighbouring cells: {listed(jumps)}.",
			),
			both(
				"Dipakai seperti tercetak; pastikan itu disengaja.",
				"Used as printed; make sure it is intended.",
			),
			subject.sentence_with(*_matrix_phrases(subject)),
		)


def matrix_asymmetric(subject: Subject) -> Iterator[Found]:
	"""A matrix of the same levels both ways that isn't the same both ways."""
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
		yield Found(
			"matrix.cells",
			both(
				f"Matriks tidak simetris: {listed(odd)}.",
				f"The matrix isn't symmetric: {listed(odd)}.",
			),
			both(
				"Pastikan kepentingan dan dampak memang tidak berbobot sama.",
				"Make sure that urgency and impact are meant to weigh differently.",
			),
		)


def priority_not_in_matrix(subject: Subject) -> Iterator[Found]:
	"""A priority that no pair of the matrix leads to."""
	matrix = subject.file.matrix
	if matrix is None:
		return
	used = {code for row in matrix.cells for code in row}
	for number, priority in enumerate(subject.file.priorities):
		if priority.code not in used:
			yield Found(
				f"priorities[{number}]",
				both(
					f"Tidak ada sel matriks yang menghasilkan prioritas {priority.code}.",
					f"No cell of the matrix leads to priority {priority.code}.",
				),
				both(
					"Pakai dalam matriks, atau jelaskan kapan prioritas itu diberikan.",
					"Use it in the matrix, or say when that priority is given.",
				),
			)


def priority_names_repeat(subject: Subject) -> Iterator[Found]:
	"""Two priorities of one name (001 §6.3: P5 and P6 are both "Lainnya")."""
	seen: dict[str, str] = {}
	for number, priority in enumerate(subject.file.priorities):
		name = priority.label.id.strip().lower()
		if name in seen:
			yield Found(
				f"priorities[{number}].label",
				both(
					f"Prioritas {priority.code} bernama sama dengan {seen[name]}: {priority.label.id}.",
					f"Priority {priority.code} has the same name as {seen[name]}: {priority.label.en}.",
				),
				both(
					"Tampilkan kodenya di samping namanya, atau beri nama yang berbeda.",
					"Show the code beside the name, or give them different names.",
				),
				subject.sentence_with(f"{priority.code} :", f"{priority.code}:"),
			)
		seen.setdefault(name, priority.code)


def priority_without_description(subject: Subject) -> Iterator[Found]:
	"""A priority that nothing helps to choose: no matrix, no description, no example (000 §2.1)."""
	if subject.file.matrix is not None or len(subject.file.priorities) < 2:
		return
	for number, priority in enumerate(subject.file.priorities):
		if priority.description is None and not priority.examples:
			yield Found(
				f"priorities[{number}].description",
				both(
					f"Tidak ada matriks, uraian, atau contoh kasus untuk memilih prioritas {priority.code}.",
					f"There is no matrix, description or example by which to choose priority {priority.code}.",
				),
				both(
					"Uraikan dampaknya dan beri contoh kasus.",
					"Describe its impact and give an example.",
				),
			)


def host_priority_shared(subject: Subject) -> Iterator[Found]:
	"""Several priorities that stand for one priority of the helpdesk: the way back is open."""
	counts = Counter(priority.host_priority for priority in subject.file.priorities if priority.host_priority)
	for name, count in counts.items():
		codes = [priority.code for priority in subject.file.priorities if priority.host_priority == name]
		if count > 1:
			number = [priority.code for priority in subject.file.priorities].index(codes[1])
			yield Found(
				f"priorities[{number}].host_priority",
				both(
					f"Prioritas helpdesk {name} mewakili {', '.join(codes)}: tiket yang hanya membawa prioritas"
					f" itu mendapat {codes[0]}.",
					f"The helpdesk's priority {name} stands for {', '.join(codes)}: a ticket that brings only"
					f" that priority gets {codes[0]}.",
				),
				both(
					"Pilih prioritas perjanjian pada tiket, atau lewat matriks.",
					"Choose the agreement's priority on the ticket, or by the matrix.",
				),
			)


_Place = tuple[str, str, str]


def _neighbours(subject: Subject) -> Iterator[tuple[_Place, _Place, tuple[int, int]]]:
	"""Each cell with the milder one beside or below it, and their ranks."""
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
	"""The numbers of the levels as listed, or reversed where the list begins with the mildest."""
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
