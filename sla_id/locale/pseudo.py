"""A made-up language, to see on a site which words never reach a translator: `python -m sla_id.locale.pseudo eo FOLDER`.

Each text of main.pot gets accents and brackets: "Save" becomes "[Šåvé]". What a page shows outside brackets is written by a
person, comes from Frappe, or can't be translated. `tests/browser/test_third_language.py` looks for the last.
"""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from sla_id.locale.update import as_csv, as_po

POT = Path(__file__).with_name("main.pot")
LETTERS = str.maketrans("ACDEGHIKLNORSTUYZacdeghiklnorstuyz", "ÅÇĐÉĞĤÎĶĻÑÖŔŠŢÛÝŽåçđéğĥîķļñöŕšţûýž")
KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]+>|%[A-Za-z]|&\w+;)")
"""Places that are filled in, HTML, and the parts of a time of day."""


def pseudo(language: str) -> Catalog:
	"""main.pot in a made-up language, under the code of a real one: sites and Babel know no other."""
	with POT.open("rb") as template:
		catalog = read_po(template, locale=language)
	catalog.locale = language
	for message in catalog:
		if message.id:
			message.string = accent(str(message.id))
	return catalog


def accent(text: str) -> str:
	"""A text with accents in brackets, its places and tags as they were; a text within tags keeps the brackets inside."""
	pieces = KEPT.split(text)
	said = "".join(piece if number % 2 else piece.translate(LETTERS) for number, piece in enumerate(pieces))
	before, inside, after = re.fullmatch(r"((?:<[^<>]+>)*)(.*?)((?:<[^<>]+>)*)", said, re.DOTALL).groups()
	return f"{before}[{inside}]{after}"


def write(language: str, folder: Path) -> None:
	"""The made-up language as a .po and as the CSV that Frappe and the engine read."""
	catalog = pseudo(language)
	(folder / f"{language}.po").write_bytes(as_po(catalog))
	(folder / f"{language}.csv").write_bytes(as_csv(catalog))


if __name__ == "__main__":
	write(sys.argv[1], Path(sys.argv[2]))
