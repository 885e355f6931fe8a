"""The words of the readers stand in one file: each is used, and each that is used stands there."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from sla_id.agreements import draft
from sla_id.agreements.draft.vocabulary import TABLES, W, column_of

ROOM = Path(draft.__file__).parent
FILE = yaml.safe_load((ROOM / "vocabulary.yaml").read_text(encoding="utf-8"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py")))


def test_each_pattern_is_used_and_each_used_one_is_there() -> None:
	used = set(re.findall(r"\bW\.([a-z_]+)", CODE)) | set(re.findall(r'TABLES\["([a-z_]+)"\]', CODE))
	used |= set(re.findall("<<([a-z_]+)>>", str(FILE))) | {"columns", "small_words"}
	assert used == set(FILE)


def test_a_blank_stands_for_blanks_and_names_for_patterns() -> None:
	assert W.level_word.fullmatch("sangat\u0020\u0020tinggi")
	assert TABLES["clocks"]["workaround"].search("solusi\u0020\u0020sementara")
	assert (column_of("Tingkat"), column_of("Tingkat layanan"), column_of("Waktu tanggap")) == (
		"level",
		"category",
		"response",
	)
