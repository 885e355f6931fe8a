"""Texts that a spreadsheet would take for a formula, made plain: in a CSV and in a workbook that are written already. No frappe."""

import re
from io import BytesIO

STARTS = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula, or for what comes before one."""
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")


def is_formula(text: str) -> bool:
	"""Whether a spreadsheet may run a text. A number with a sign is none."""
	return text[:1] in STARTS and bool(text) and not _NUMBER.fullmatch(text.strip())


def neutralise_csv(content: str, delimiter: str = ",") -> str:
	"""The same CSV with an apostrophe before every field that a spreadsheet would run; all else stays byte for byte."""
	quoted_or_plain = (
		rf'(?:"([^"]*(?:""[^"]*)*)"|([^"{re.escape(delimiter)}\r\n][^{re.escape(delimiter)}\r\n]*)|)'
	)
	pattern = re.compile(rf"{quoted_or_plain}({re.escape(delimiter)}|\r\n|\r|\n|\Z)")

	def mend(found: re.Match[str]) -> str:
		quoted, plain, end = found.group(1), found.group(2), found.group(3)
		if quoted is not None:
			return f'"{_mended(quoted)}"{end}'
		return f"{_mended(plain)}{end}" if plain else found.group(0)

	return pattern.sub(mend, content)


def neutralise_workbook(content: bytes) -> bytes:
	"""The same workbook (xlsx) with every formula as the text that it was."""
	from openpyxl import load_workbook

	book = load_workbook(BytesIO(content))
	for sheet in book:
		for row in sheet.iter_rows():
			for cell in row:
				if cell.data_type == "f":
					cell.data_type = "s"
					cell.quotePrefix = True
	written = BytesIO()
	book.save(written)
	return written.getvalue()


def _mended(text: str) -> str:
	return f"'{text}" if is_formula(text) else text
