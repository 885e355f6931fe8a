"""Telephone numbers."""

import re

_E164 = re.compile(r"\+[1-9]\d{6,14}")


def to_e164(number: str) -> str | None:
	"""A number as +628123456789, without what people put between digits; None where it isn't an international one."""
	plain = re.sub(r"[\s().-]", "", number)
	return plain if _E164.fullmatch(plain) else None
