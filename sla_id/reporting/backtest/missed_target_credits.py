"""What the missed targets of each month would have cost, where the agreement owes so much for each."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sla_id.agreements.file import AgreementFile
from sla_id.availability import MonthResult, credit_for, parse_scheme

PER_MISSED_TARGET = "per_missed_target"


@dataclass(frozen=True, slots=True)
class BacktestCredit:
	"""What would have been owed in all, by month. `enabled` False: the agreement has the scheme but doesn't owe it yet."""

	total: Decimal
	months: tuple[tuple[str, int, Decimal], ...]
	enabled: bool


def credit_of_months(file: AgreementFile, missed: dict[str, int]) -> BacktestCredit | None:
	"""The credits of months with so many missed targets. None without a fee, or where the scheme asks for something else."""
	terms = file.credit
	if terms is None or terms.scheme is None or terms.fee is None:
		return None
	scheme = parse_scheme(terms.scheme.as_json())
	if scheme.kind != PER_MISSED_TARGET or scheme.only_when_missed:
		return None
	rows = []
	for month, count in sorted(missed.items()):
		result = MonthResult(None, None, Fraction(0), Fraction(0), Fraction(0), Fraction(1), 30, count)
		rows.append((month, count, credit_for(terms.fee, scheme, result).amount))
	return BacktestCredit(sum((amount for *_rest, amount in rows), Decimal(0)), tuple(rows), terms.enabled)
