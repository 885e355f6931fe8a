"""Brings the catalogues up to date: `python -m sla_id.locale.update [--check]`. Needs Babel; no site, no bench.

Babel collects every string that people see into main.pot (`extractors.py`) and merges it into each language's .po, the only
place where translations are written. Each .po is written out as translations/<language>.csv as well: Frappe 15 and 16 read it
as it is, while a .po has to be compiled first. `--check` writes nothing and ends with status 1 if a string has no translation,
a translation loses a {place}, or a file isn't up to date.
"""

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

APP = Path(__file__).resolve().parent.parent
ROOT = APP.parent
sys.path.insert(0, str(ROOT))  # the extractors of this very folder, from wherever it is run
HEADER = "# Translations of sla_id. Written by sla_id/locale/update.py; edit only the msgstr lines of a .po."
WRITTEN = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""One date for all time, so that a catalogue changes only with its texts."""


def collect() -> Catalog:
	"""Every visible string of the app, each with the files it is in."""
	catalog = Catalog(
		project="sla_id", charset="utf-8", header_comment=HEADER, creation_date=WRITTEN, fuzzy=False
	)
	with (ROOT / "babel_extractors.csv").open(encoding="utf-8", newline="") as rows:
		methods = [(pattern, method) for pattern, method in csv.reader(rows)]
	found = extract_from_dir(
		ROOT, methods, directory_filter=_is_source, keywords={"gettext": None, "pgettext": ((1, "c"), 2)}
	)
	for path, _line, text, _comments, context in sorted(found, key=_by_file_and_text):
		if re.search(r"[A-Za-z]", re.sub(r"{\d}", "", text)):
			catalog.add(text, context=context, locations=[(str(Path(path).relative_to("sla_id")), 0)])
	return catalog


def _by_file_and_text(found: tuple[str, int, str, list[str], str | None]) -> tuple[str, str, str]:
	path, _line, text, _comments, context = found
	return path, text, context or ""


def _is_source(folder: str) -> bool:
	return Path(folder).parent != ROOT or Path(folder) == APP


def merge(template: Catalog, path: Path) -> Catalog:
	"""A language's catalogue with what is new in the template (untranslated) and without what is gone."""
	with path.open("rb") as handle:
		catalog = read_po(handle, locale=path.stem, ignore_obsolete=True)
	catalog.header_comment, catalog.project, catalog.fuzzy = HEADER, "sla_id", False
	catalog.creation_date = catalog.revision_date = WRITTEN
	catalog.update(template, no_fuzzy_matching=True)
	return catalog


def as_po(catalog: Catalog) -> bytes:
	"""A catalogue in the order of its files, without line numbers."""
	buffer = io.BytesIO()
	write_po(buffer, catalog, width=110, include_lineno=False, ignore_obsolete=True)
	return buffer.getvalue()


def as_csv(catalog: Catalog) -> bytes:
	"""The translations as Frappe's CSV, in the order of the texts."""
	buffer = io.StringIO()
	rows = sorted(
		(message.id, message.string, message.context or "")
		for message in catalog
		if message.id and message.string
	)
	csv.writer(buffer, lineterminator="\n").writerows(row if row[2] else row[:2] for row in rows)
	return buffer.getvalue().encode()


def complain(catalog: Catalog) -> Iterator[str]:
	"""What a translator still has to do."""
	for message in catalog:
		if message.id and not message.string:
			yield f"{catalog.locale}: missing: {message.id!r}"
		elif message.id and places(message.id) != places(message.string):
			yield f"{catalog.locale}: its translation has other {{places}}: {message.id!r}"


def places(text: str) -> set[str]:
	"""What is filled in: {0}, {name}, {name!r}."""
	return set(re.findall(r"\{\w*(?:![rs])?(?::,)?\}", text))


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--check", action="store_true", help="write nothing; fail if anything is missing")
	given = parser.parse_args()
	template = collect()
	files, complaints = {APP / "locale" / "main.pot": as_po(template)}, []
	for path in sorted((APP / "locale").glob("*.po")):
		catalog = merge(template, path)
		files |= {path: as_po(catalog), APP / "translations" / f"{path.stem}.csv": as_csv(catalog)}
		complaints += complain(catalog)
	for path, content in files.items():
		if given.check and (not path.exists() or path.read_bytes() != content):
			complaints.append(f"out of date: {path.relative_to(APP)}; run python -m sla_id.locale.update")
		elif not given.check:
			path.write_bytes(content)
	print(f"{len(template)} strings in {len(files) // 2} languages beside English.")
	print("\n".join(complaints))
	return 1 if complaints else 0


if __name__ == "__main__":
	sys.exit(main())
