"""A printed document as HTML: a whole page, or the part for another page. The markup is in `templates/printed_agreement*`.

Public through the package.
"""

from pathlib import Path

from markupsafe import Markup

from sla_id.agreements.document.printed_values import Document
from sla_id.html_templates import fill_template

_STYLE = Path(__file__).with_name("document.css")


def stylesheet() -> str:
	"""The stylesheet of `body_html`, without the running header, which differs for each document."""
	return _STYLE.read_text(encoding="utf-8")


def to_html(document: Document) -> str:
	"""A whole HTML page with its stylesheet and running header."""
	return fill_template("printed_agreement_page.html", document=document, stylesheet=Markup(stylesheet()))


def running_header(document: Document) -> str:
	"""The rules that put title, number, version and page number on each page, if the PDF engine has margin boxes."""
	return fill_template("printed_agreement_margins.css", document=document)


def body_html(document: Document) -> str:
	"""The document as one `<article>`, for a page that includes `stylesheet` itself."""
	return fill_template("printed_agreement.html", document=document)
