"""What meets a clock, from the definitions of a document: "konfirmasi dan menugaskan tim", "Solusi atau Perbaikan
Permanen" (000 §1.3).

Used by `assemble`.
"""

from sla_id.agreements.draft.document import SourceText, key_value
from sla_id.agreements.draft.found import given
from sla_id.agreements.draft.lines import Piece
from sla_id.agreements.draft.target_rows import Met
from sla_id.agreements.draft.vocabulary import W, any_of, clocks_in

_MILESTONES = {
	"response": (
		("confirmed", any_of(r"konfirmasi|confirm|acknowledg|tanggapan")),
		("team_assigned", any_of(r"menugaskan|penugasan|ditugaskan|assign")),
	),
	"resolution": (
		("workaround_applied", any_of(r"workaround|solusi\s+sementara|temporary")),
		("fixed", any_of(r"perbaikan|permanent|permanen|\bfix")),
	),
}


def read_met(document: SourceText) -> Met:
	"""Which milestones meet the response and the resolution, and whether all or any of them."""
	found: Met = {}
	for line in document.lines:
		pair = key_value(line)
		if pair is None or len(pair[1].text.split()) < 6 or not W.definitions_measured.search(pair[1].text):
			continue
		clock = next(iter(clocks_in(pair[0].text)), None)
		if clock in _MILESTONES and clock not in found:
			_define(found, clock, pair[1])
	return found


def _define(found: Met, clock: str, value: Piece) -> None:
	names: list[str] = []
	ends: list[int] = []
	for name, pattern in _MILESTONES[clock]:
		if match := pattern.search(value.text):
			names.append(name)
			ends += [match.start(), match.end()]
	if names:
		either = len(names) > 1 and W.either.search(value.text[min(ends) : max(ends)])
		found[clock] = (given(names, value), "any" if either else "all")
