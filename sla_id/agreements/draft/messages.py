"""What a draft says to people, in Indonesian and English; the texts stand in messages.yaml.

Used by `assemble`, `unplaced`, `points` and the command.
"""

from pathlib import Path

import yaml

_TEXTS: dict[str, tuple[str, str]] = yaml.safe_load(
	Path(__file__).with_name("messages.yaml").read_text(encoding="utf-8")
)


def say(key: str, language: str, **values: object) -> str:
	"""The message in a language code; Indonesian unless English is asked for."""
	indonesian, english = _TEXTS[key]
	return (english if language.startswith("en") else indonesian).format(**values)
