"""Amounts in rupiah: rounded half up to the sen, shared out so that they add up, and in words.

`terbilang` is our own: `num2words` says "satu juta satu ribu" for 1,001,000 where Indonesian says "satu juta seribu".
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

SEN = Decimal("0.01")
LARGEST = 10**18
_DIGITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_POWERS = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def round_rupiah(amount: Fraction | Decimal) -> Decimal:
	"""An amount to two places, half up, away from zero where it is below 0."""
	exact = Fraction(amount)
	sen = abs(exact) * 100
	whole = (sen + Fraction(1, 2)).__floor__()
	return Decimal(whole if exact >= 0 else -whole).scaleb(-2).quantize(SEN)


def share_out(total: Decimal, shares: Sequence[Fraction]) -> list[Decimal]:
	"""The lines of an amount by their shares, rounded down, the remainder on the last: together they are the amount.

	Raises ValueError without a share above 0.
	"""
	whole = sum(shares, Fraction(0))
	if whole <= 0:
		raise ValueError("there is no share above 0 to give the amount to")
	lines = [
		(Decimal((Fraction(total) * share / whole * 100).__trunc__()).scaleb(-2)).quantize(SEN)
		for share in shares[:-1]
	]
	return [*lines, (total - sum(lines, Decimal(0))).quantize(SEN)]


def terbilang(number: int) -> str:
	"""A whole number below 10^18 in Indonesian words. Raises ValueError beyond."""
	if abs(number) >= LARGEST:
		raise ValueError("numbers of 10^18 and more have no words here")
	if number < 0:
		return f"minus {terbilang(-number)}"
	return " ".join(_say(number)) or "nol"


def say_rupiah(amount: Decimal) -> str:
	"""An amount as it is written out on a credit note: "enam juta dua ratus lima puluh ribu rupiah"."""
	sen = int(amount.scaleb(2).to_integral_value(ROUND_HALF_UP))
	whole, rest = divmod(abs(sen), 100)
	words = f"{terbilang(whole)} rupiah" + (f" {terbilang(rest)} sen" if rest else "")
	return f"minus {words}" if sen < 0 else words


def _say(number: int) -> list[str]:
	for power, name in _POWERS:
		if number >= power:
			count, rest = divmod(number, power)
			head = ["seribu"] if (power, count) == (1000, 1) else [*_say(count), name]
			return head + _say(rest)
	return _say_below_thousand(number)


def _say_below_thousand(number: int) -> list[str]:
	if number >= 100:
		count, rest = divmod(number, 100)
		return (["seratus"] if count == 1 else [_DIGITS[count], "ratus"]) + _say_below_thousand(rest)
	if number >= 20:
		count, rest = divmod(number, 10)
		return [_DIGITS[count], "puluh", *filter(None, [_DIGITS[rest]])]
	if number >= 10:
		teens = {10: ["sepuluh"], 11: ["sebelas"]}
		return teens.get(number, [_DIGITS[number - 10], "belas"])
	return [_DIGITS[number]] if number else []
