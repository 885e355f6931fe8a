"""What the tests of the printed documents share: the samples, and the way to a table of a section."""

from functools import cache

from sla_id.agreements.document import Document, Paragraph, PrintedSection, PrintedTable, render
from sla_id.agreements.file import AgreementFile, parse
from sla_id.fixtures.sample_agreements import sample_agreement


@cache
def sample(name: str) -> AgreementFile:
	return parse(sample_agreement(name), name)


def printed(name: str, language: str = "id", **given) -> Document:
	return render(sample(name), language, **given)


def section(document: Document, number: str) -> PrintedSection:
	return next(entry for entry in document.sections if entry.number == number)


def tables(document: Document, number: str) -> list[PrintedTable]:
	return [block for block in section(document, number).blocks if isinstance(block, PrintedTable)]


def rows(table: PrintedTable) -> list[list[str]]:
	return [[cell.text for cell in row.cells] for row in table.rows]


def paragraphs(document: Document, number: str) -> list[str]:
	return [block.text.text for block in section(document, number).blocks if isinstance(block, Paragraph)]


def every_text(document: Document) -> str:
	"""All texts of a document, whatever they stand in."""
	return repr(document)
