"""The bytes of a document as text: DOCX by its content, UTF-8, UTF-16 with a mark, else Windows-1252.

Used by the command and whoever receives an upload.
"""

from sla_id.agreements.draft.docx import read_docx
from sla_id.agreements.draft.draft_value import UnreadableDocument
from sla_id.engine import Sentence

MAX_BYTES = 20 * 1024 * 1024
_NOT_TEXT = {
	b"%PDF": Sentence("this is a PDF; open it, save it as .docx or copy its text into a .txt"),
	b"\xd0\xcf\x11\xe0": Sentence("this is an old Word file (.doc); save it as .docx"),
	b"{\\rtf": Sentence("this is an RTF file; save it as .docx"),
	b"\x89PNG": Sentence("this is a picture; give the text of the agreement"),
	b"\xff\xd8\xff": Sentence("this is a picture; give the text of the agreement"),
}


def read_text(data: bytes, name: str = "document") -> str:
	"""The text of a .txt or .docx. Raises UnreadableDocument with what to do."""
	if len(data) > MAX_BYTES:
		raise UnreadableDocument(
			Sentence(
				"{name}: larger than {most} MB; give only the agreement's text",
				name=name,
				most=MAX_BYTES // 2**20,
			)
		)
	for start, advice in _NOT_TEXT.items():
		if data.startswith(start):
			raise UnreadableDocument(Sentence("{name}: {advice}", name=name, advice=advice))
	if data.startswith(b"PK") or name.lower().endswith(".docx"):
		return read_docx(data, name)
	if data.startswith((b"\xff\xfe", b"\xfe\xff")):
		return _decoded(data, "utf-16", name)
	if b"\x00" in data:
		raise UnreadableDocument(
			Sentence("{name}: this isn't text; give a .txt (UTF-8) or a .docx", name=name)
		)
	try:
		return data.decode("utf-8-sig")
	except UnicodeDecodeError:
		return _decoded(data, "cp1252", name)


def _decoded(data: bytes, encoding: str, name: str) -> str:
	try:
		text = data.decode(encoding)
	except UnicodeDecodeError:
		raise UnreadableDocument(
			Sentence("{name}: neither UTF-8 nor Windows-1252; save it as UTF-8 text", name=name)
		) from None
	if sum(sign < " " and sign not in "\t\r\n\x0c" for sign in text) > len(text) // 50:
		raise UnreadableDocument(
			Sentence("{name}: this isn't text; give a .txt (UTF-8) or a .docx", name=name)
		)
	return text
