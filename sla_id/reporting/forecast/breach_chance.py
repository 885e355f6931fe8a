"""The chance that an open clock will miss its target, or why nobody can say. No guess is given as a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sla_id.reporting.forecast.survival_curve import SurvivalCurve

FEWEST_AT_RISK = 30
FEWEST_ENDS = 10


class TooLittle(StrEnum):
	"""Why there is no chance."""

	AT_RISK = "at_risk"
	"""Fewer than 30 clocks were seen open for so long."""
	ENDS = "ends"
	"""Fewer than 10 ended between now and the target."""
	FOLLOW_UP = "follow_up"
	"""None was observed as long as the target."""


@dataclass(frozen=True, slots=True)
class BreachChance:
	"""The chance, or why there is none. `group` is whose history it is, `at_risk` how many clocks it rests on."""

	chance: float | None
	lacks: TooLittle | None = None
	group: str = ""
	at_risk: int = 0


def breach_chance(curve: SurvivalCurve, used: float, target: float, group: str = "") -> BreachChance:
	"""The chance that a clock which is open after `used` seconds lasts longer than its target: S(target) / S(used).

	At or past its target an open clock is missed: 1, and nothing has to be known for it.
	"""
	at_risk = curve.at_risk(used)
	if used >= target:
		return BreachChance(1.0, None, group, at_risk)
	if curve.follow_up < target:
		return BreachChance(None, TooLittle.FOLLOW_UP, group, at_risk)
	if at_risk < FEWEST_AT_RISK:
		return BreachChance(None, TooLittle.AT_RISK, group, at_risk)
	if curve.ends_between(used, target) < FEWEST_ENDS:
		return BreachChance(None, TooLittle.ENDS, group, at_risk)
	return BreachChance(curve.share_after(target) / curve.share_after(used), None, group, at_risk)


def pooled_chance(
	curves: Mapping[str, SurvivalCurve], groups: Sequence[str], used: float, target: float
) -> BreachChance:
	"""The chance by the first of the groups, the narrowest first, that has enough; else what the last one lacks."""
	found = BreachChance(None, TooLittle.AT_RISK)
	for group in groups:
		if group in curves:
			found = breach_chance(curves[group], used, target, group)
			if found.chance is not None:
				return found
	return BreachChance(1.0) if used >= target else found
