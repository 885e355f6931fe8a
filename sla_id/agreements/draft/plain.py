"""The bytes of a document as text: DOCX by its content, UTF-8, UTF-16 with a mark, else Windows-1252.

Used by the command and whoever receives an upload.
"""

from sla_id.agreements.draft.docx import read_docx
from sla_id.agreements.draft.result import UnreadableDocument

MAX_BYTES = 20 * 1024 * 1024
_NOT_TEXT = {
	b"%PDF": "this is a PDF; open it, save it as .docx or copy its text into a .txt",
	b"\xd0\xcf\x11\xe0": "this is an old Word file (.doc); save it as .docx",
	b"{\\rtf": "this is an RTF file; save it as .docx",
	b"\x89PNG": "this is a picture; give the text of the agreement",
	b"\xff\xd8\xff": "this is a picture; give the text of the agreement",
}


def read_text(data: bytes, name: str = "document") -> str:
	"""The text of a .txt or .docx. Raises UnreadableDocument with what to do."""
	if len(data) > MAX_BYTES:
		raise UnreadableDocument(
			f"{name}: larger than {MAX_BYTES // 2**20} MB; give the agreement's text only"
		)
	for start, advice in _NOT_TEXT.items():
		if data.startswith(start):
			raise UnreadableDocument(f"{name}: {advice}")
	if data.startswith(b"PK") or name.lower().endswith(".docx"):
		return read_docx(data, name)
	if data.startswith((b"\xff\xfe", b"\xfe\xff")):
		return _decoded(data, "utf-16", name)
	if b"\x00" in data:
		raise UnreadableDocument(f"{name}: this isn't text; give a .txt (UTF-8) or a .docx")
	try:
		return data.decode("utf-8-sig")
	except UnicodeDecodeError:
		return _decoded(data, "cp1252", name)


def _decoded(data: bytes, encoding: str, name: str) -> str:
	try:
		text = data.decode(encoding)
	except UnicodeDecodeError:
		raise UnreadableDocument(f"{name}: neither UTF-8 nor Windows-1252; save it as UTF-8 text") from None
	if sum(sign < " " and sign not in "\t\r\n\x0c" for sign in text) > len(text) // 50:
		raise UnreadableDocument(f"{name}: this isn't text; give a .txt (UTF-8) or a .docx")
	return text
