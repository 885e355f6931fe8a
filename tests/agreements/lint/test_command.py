"""`python -m sla_id.agreements.lint`, and docs/lint.md as it prints it."""

import ast
import doctest
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FunctionType
from typing import get_type_hints

import pytest

import sla_id.agreements.lint
from sla_id.agreements.file import dump
from sla_id.agreements.lint import register
from sla_id.agreements.lint.__main__ import main
from sla_id.agreements.lint.register import RULES
from sla_id.agreements.lint.rule import Found
from sla_id.agreements.lint.rules_page import reference
from tests.agreements.lint.build import SOUND, file, sound

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def path(tmp_path):
	"""Writes a text to a file."""

	def write(text: str, name: str = "agreement.yaml") -> str:
		(tmp_path / name).write_text(text, encoding="utf-8")
		return str(tmp_path / name)

	return write


def test_findings_in_blocks_and_their_counts(path, capsys):
	assert main([path(SOUND), "--language", "en", "--today", "2026-03-04"]) == 0
	blocks = capsys.readouterr().out.rstrip("\n").split("\n\n")
	assert blocks[0].splitlines() == [
		"note out-of-hours-reading X20 · targets[0].target",
		"  A report out of hours (Wednesday, 4 March 2026 20:00 WIB) with a response target of 1 h is due Thursday,"
		' 5 March 2026 09:00 WIB: counted from the next opening. Read as "on the next working day": Thursday,'
		" 5 March 2026 17:00 WIB.",
		"  Advice: Write into the agreement which is meant.",
	]
	assert blocks[-1] == "0 errors, 0 warnings, 3 notes"


def test_indonesian_unless_asked(path, capsys):
	assert main([path(SOUND), "--today", "2026-12-02"]) == 0
	out = capsys.readouterr().out
	assert "peringatan review-overdue X19 · agreement.review.next" in out
	assert "  Saran: Adakan tinjauan, lalu isi last dan next." in out
	assert out.endswith("0 kesalahan, 1 peringatan, 3 catatan\n")


def test_the_sentence_with_its_line(path, capsys):
	source = path("\nOLA adalah komitmen bagi pengguna.\n", "source.txt")
	main([path(SOUND), "--source", source, "--today", "2026-03-04"])
	assert "  Kalimat (baris 2): OLA adalah komitmen bagi pengguna." in capsys.readouterr().out


def test_errors_end_with_1(path, capsys):
	closed = file(channels=tuple(replace(channel, official=False) for channel in sound().channels))
	assert main([path(dump(closed)), "--language", "en", "--today", "2026-03-04"]) == 1
	assert capsys.readouterr().out.startswith("error no-official-channel X5 · channels\n")


def test_a_file_that_cannot_be_parsed_ends_with_2_and_its_problems(path, capsys):
	assert main([path(SOUND.replace("rank: 1", "rank: one"))]) == 2
	printed = capsys.readouterr()
	assert printed.out == ""
	assert "priorities[0].rank" in printed.err and "line 27" in printed.err


def test_a_file_that_is_not_there_ends_with_2(path, tmp_path, capsys):
	assert main([str(tmp_path / "none.yaml")]) == 2
	assert main([path(SOUND), "--source", str(tmp_path / "none.txt")]) == 2
	assert main([]) == 2
	assert capsys.readouterr().out == ""


def test_the_page_is_what_the_register_says(capsys):
	"""docs/lint.md is made by `python -m sla_id.agreements.lint --rules > docs/lint.md`."""
	assert main(["--rules"]) == 0
	assert capsys.readouterr().out == reference()
	assert (ROOT / "docs" / "lint.md").read_text(encoding="utf-8") == reference()


def test_every_rule_is_named_once_and_says_what_it_looks_for():
	codes = [rule.code for rule in RULES]
	assert len(set(codes)) == len(codes)
	for rule in RULES:
		assert rule.looks_for.endswith((".", "?"))
		assert "|" not in rule.looks_for


def test_every_rule_of_a_file_is_registered():
	"""A function that is written as a rule and not made one with `@rule` would never speak."""
	for module in register._FILES.values():
		plain = {
			name
			for name, function in vars(module).items()
			if isinstance(function, FunctionType) and function.__module__ == module.__name__
			if not name.startswith("_") and get_type_hints(function).get("return") == Iterator[Found]
		}
		assert not plain, f"{module.__name__}: not registered"


def test_the_example_of_the_package():
	assert doctest.testmod(sla_id.agreements.lint).failed == 0


def test_the_room_imports_its_neighbours_and_the_standard_library_alone():
	"""No frappe: the linter also runs where there is no site."""
	rooms = ("lint", "file", "rules", "words", "document")
	allowed = (*(f"sla_id.agreements.{room}" for room in rooms), "sla_id.engine", "sla_id.fixtures")
	for path in (ROOT / "sla_id" / "agreements" / "lint").glob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
			names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
			for name in names:
				assert name.startswith(allowed) or name.split(".")[0] in sys.stdlib_module_names, (path, name)
