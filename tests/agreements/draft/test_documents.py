"""Files: DOCX, encodings, what can't be read, long texts, the command."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from sla_id.agreements.draft import UnreadableDocument, draft_agreement, read_text
from sla_id.agreements.draft.__main__ import main
from sla_id.agreements.draft.lines import MERGED
from tests.agreements.draft.reading import read
from tests.agreements.draft.texts import INDONESIAN, hostile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NUMBERING = (
	f"<w:numbering {_W}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/></w:lvl>"
	"</w:abstractNum><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl>"
	"</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
	"<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
)


def paragraph(text: str, style: str = "", number: int = 0) -> str:
	properties = f"<w:pStyle w:val='{style}'/>" if style else ""
	properties += f"<w:numPr><w:ilvl w:val='0'/><w:numId w:val='{number}'/></w:numPr>" if number else ""
	return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def cell(text: str, merged: str = "") -> str:
	properties = f"<w:tcPr><w:vMerge{merged}/></w:tcPr>" if merged else ""
	return f"<w:tc>{properties}{''.join(paragraph(part) for part in text.split('/'))}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
	return f"<w:tbl>{''.join('<w:tr>' + ''.join(row) + '</w:tr>' for row in rows)}</w:tbl>"


def docx(body: str, head: str = "", extra: bytes = b"") -> bytes:
	data = io.BytesIO()
	with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("word/document.xml", f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>")
		archive.writestr("word/numbering.xml", _NUMBERING)
		if extra:
			archive.writestr("word/media/picture.bin", extra)
	return data.getvalue()


def agreement() -> bytes:
	return docx(
		paragraph("Perjanjian Tingkat Layanan PT Awan Biru", "Title")
		+ paragraph("Jam Layanan", "Heading1")
		+ paragraph(
			"Senin - Jumat, 08.30 - 17.00 WIB (istirahat 12.00 - 12.30), kecuali hari libur nasional."
		)
		+ paragraph("Prioritas dan Target", "Heading1")
		+ table(
			(cell("Prioritas"), cell("Waktu Respon"), cell("Waktu Resolusi")),
			(cell("Gawat"), cell("12 menit"), cell("5 jam kerja")),
			(cell("Biasa"), cell("2 jam kerja", " w:val='restart'"), cell("3 hari kerja")),
			(cell("Santai"), cell("", " "), cell("11 hari kerja")),
		)
		+ paragraph("Kanal Dukungan", "Heading1")
		+ paragraph("Email : bantuan@awanbiru.co.id", number=1)
		+ paragraph("Portal : tiket.awanbiru.co.id", number=1)
		+ paragraph("Eskalasi", "Heading1")
		+ table(
			(cell("Tingkat Eskalasi"), cell("Penanggung Jawab"), cell("Pemicu")),
			(cell("Level 1"), cell("Petugas"), cell("Setiap laporan baru")),
			(
				cell("Level 2"),
				cell("Kepala Layanan"),
				cell("80% dari waktu resolusi/belum selesai setelah 7 jam"),
			),
		)
	)


def test_a_docx_with_tables_lists_and_merged_cells() -> None:
	text = read_text(agreement(), "perjanjian.docx")
	assert "# Jam Layanan" in text and "2. Portal : tiket.awanbiru.co.id" in text
	assert f"Santai\t{MERGED}\t11 hari kerja" in text
	r = read(text)
	assert r.draft.accepted
	assert r.at("calendars.business.hours")["mon"] == [["08:30", "12:00"], ["12:30", "17:00"]]
	assert [r.target("response", priority=code) for code in ("GAWAT", "BIASA", "SANTAI")] == [
		"12 min",
		"2 h",
		"2 h",
	]
	assert [r.target("resolution", priority=code) for code in ("GAWAT", "SANTAI")] == ["5 h", "11 days"]
	assert (r.trigger(2, "percent")["value"], r.trigger(2, "after")["after"]) == (80, "7 h")
	assert r.channel("email")["address"] == "bantuan@awanbiru.co.id"


@pytest.mark.parametrize(
	("data", "said"),
	[
		(b"PK\x03\x04 broken", "no DOCX or it is damaged"),
		(docx("", "<!DOCTYPE d [<!ENTITY a 'b'>]>"), "holds a DTD"),
		(docx("", extra=b"0" * (21 * 2**20)), "unpacks to more than 20 MB"),
		(docx("<w:p>"), "XML is damaged"),
		(b"%PDF-1.7", "this is a PDF"),
		(b"\xd0\xcf\x11\xe0\xa1", "old Word file"),
		(b"\x7fELF\x00\x01", "isn't text"),
		(b"caf\x81 \x8d\x8f", "neither UTF-8 nor Windows-1252"),
		(b"\x01\x02\x03\xff\xff" * 40, "isn't text"),
	],
)
def test_what_cant_be_read_says_what_to_do(data: bytes, said: str) -> None:
	with pytest.raises(UnreadableDocument, match=said):
		read_text(data, "dokumen")


def nested(depth: int) -> str:
	"""Tables inside the cells of tables."""
	inner = paragraph("dalam")
	for _ in range(depth):
		inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
	return inner


def test_nested_tables_cost_no_more_than_their_size() -> None:
	"""Twenty levels in 267 bytes once took 13 seconds, twice as long for each level."""
	assert "dalam" in read_text(docx(nested(8)), "a.docx")
	began = time.process_time()
	with pytest.raises(UnreadableDocument, match="inside tables more than 8 deep; take them apart"):
		read_text(docx(nested(40)), "a.docx")
	assert time.process_time() - began < 1


@pytest.mark.parametrize("span", ["²", "٣", "-4", "99999999999", "", "x"])
def test_a_span_that_is_no_number_is_one_column(span: str) -> None:
	row = (
		f"<w:tr><w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr>{paragraph('a')}</w:tc>{cell('b')}</w:tr>"
	)
	assert "a\tb" in read_text(docx(f"<w:tbl>{row}</w:tbl>"), "a.docx")


@pytest.mark.parametrize("wrapper", ["<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:ins>{}</w:ins>"])
def test_rows_and_cells_inside_content_controls(wrapper: str) -> None:
	row = f"<w:tr>{wrapper.format(cell('a'))}{cell('b')}</w:tr>"
	assert "a\tb" in read_text(docx(f"<w:tbl>{wrapper.format(row)}</w:tbl>"), "a.docx")


@pytest.mark.parametrize("encoding", ["klingon", "utf-7", "cp037", "utf-32", "idna", "rot13", "hex"])
def test_an_encoding_that_nobody_knows(encoding: str) -> None:
	head = f"<?xml version='1.0' encoding='{encoding}'?>"
	with pytest.raises(UnreadableDocument, match="damaged; save it again"):
		read_text(docx("", head), "a.docx")


def test_every_damaged_byte_is_refused_or_read() -> None:
	"""Never another exception than the one that says what to do."""
	whole = agreement()
	for at in range(0, len(whole), 3):
		for value in (0, whole[at] ^ 0x55, 255):
			damaged = whole[:at] + bytes([value]) + whole[at + 1 :]
			try:
				read_text(damaged, "a.docx")
			except UnreadableDocument as error:
				assert ";" in str(error)
	for end in range(4, len(whole), 50):
		with pytest.raises(UnreadableDocument):
			read_text(whole[:end], "a.docx")


@pytest.mark.parametrize(
	("body", "said"),
	[
		("<w:ins>" * 300 + "</w:ins>" * 300, "nested more than 200 deep"),
		("<w:p/>" * 1_000_001, "more than 1,000,000 elements"),
		("<w:p>" + " " * (21 * 2**20) + "</w:p>", "unpacks to more than 20 MB"),
	],
)
def test_a_file_that_would_fill_the_memory_is_refused(body: str, said: str) -> None:
	data = docx(body)
	assert len(data) < 100_000
	with pytest.raises(UnreadableDocument, match=said):
		read_text(data, "a.docx")


def test_entities_are_refused_before_they_grow() -> None:
	lines = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
	with pytest.raises(UnreadableDocument, match="holds a DTD"):
		read_text(docx("&l11;", f"<!DOCTYPE d [<!ENTITY l0 'ha'>{lines}]>"), "a.docx")


def test_a_zip_that_is_no_docx() -> None:
	data = io.BytesIO()
	with zipfile.ZipFile(data, "w") as archive:
		archive.writestr("xl/workbook.xml", "<x/>")
	with pytest.raises(UnreadableDocument, match=r"save it as \.docx"):
		read_text(data.getvalue(), "lembar.docx")


def test_encodings() -> None:
	for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
		assert read_text("Senin – Jumat".encode(encoding)) == "Senin – Jumat"


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff\n"])
def test_an_empty_text(text: str) -> None:
	with pytest.raises(UnreadableDocument, match="document is empty"):
		draft_agreement(text, language="en")


def test_a_text_that_is_no_agreement() -> None:
	r = read("Resep soto ayam\nRebus 2 liter air selama 45 menit.\nTambahkan 3 siung bawang.\n")
	assert not r.draft.accepted
	assert {"calendars", "priorities", "agreement.provider"} <= {path for path, _ in r.points("fill")}
	assert [one.line for one in r.draft.unplaced] == [2, 3]
	assert "targets" not in r.file


def test_a_long_and_hostile_text_gives_the_same_agreement() -> None:
	"""Repeated words, endless lines and unclosed brackets: `make bench` tells that time stays in proportion."""
	short, long = draft_agreement(INDONESIAN), draft_agreement(INDONESIAN + hostile(2))
	assert [entry.figure for entry in long.figures][: len(short.figures)] == [
		entry.figure for entry in short.figures
	]


def test_too_much_text_is_refused() -> None:
	with pytest.raises(UnreadableDocument, match="3,000,000"):
		draft_agreement("a\n" * 1_600_000)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
	source, out = tmp_path / "a.docx", tmp_path / "a.yaml"
	source.write_bytes(agreement())
	assert (
		main([str(source), "--code", "AWAN", "--from", "2027-01-01", "--language", "en", "-o", str(out)]) == 0
	)
	assert "code: AWAN" in out.read_text(encoding="utf-8")
	assert "figures placed" in capsys.readouterr().err
	(tmp_path / "b.txt").write_text("Tidak ada apa-apa di sini.\n", encoding="utf-8")
	assert main([str(tmp_path / "b.txt")]) == 1
	said = capsys.readouterr()
	assert said.out.startswith("# Rancangan dari dokumen") and "isi nama penyedia" in said.err
	assert main([str(tmp_path / "missing.txt")]) == 2
	(tmp_path / "c.txt").write_bytes(b"%PDF")
	assert main([str(tmp_path / "c.txt")]) == 2
