"""The prints hold the documents' own numbers, in their own sections."""

import pytest

from sla_id.agreements.document import Approval, Definitions, Listing, Signatures, hidden_blocks
from tests.agreements.document.samples import paragraphs, printed, rows, sample, section, tables

LANGUAGES = ("id", "en")
NAMES = ("innovasia_mitra", "hai_djpb", "benemica")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
	("name", "numbers"),
	[
		(
			"innovasia_mitra",
			"1.0 1.1 1.2 1.3 2.0 2.1 3.0 3.1 3.2 4.0 4.1 4.2 5.0 5.1 5.2 6.0 6.1 6.2 7.0 7.1 7.2 7.3",
		),
		("hai_djpb", "1. 2. 3. 4. 5. 5.1. 5.2. 5.3. 5.4. 6. 6.1. 6.2. 6.3. 6.4."),
		("benemica", "1. 2. 3. 4. 5."),
	],
)
def test_the_sections_are_the_documents_own(name, numbers, language):
	document = printed(name, language)
	assert [entry.number for entry in document.sections if entry.number] == numbers.split()
	assert any(isinstance(block, Signatures) for block in document.sections[-1].blocks)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_agreed_is_left_out_and_every_block_of_the_outline_is_rendered(name):
	file = sample(name)
	assert hidden_blocks(file) == ()
	planned = {entry.title.id for entry in file.terms.outline}
	assert planned <= {entry.title for entry in printed(name).sections}


class TestInnovasia:
	def test_1_3_business_hours(self):
		(_, hours, _) = section(printed("innovasia_mitra"), "1.3").blocks
		assert isinstance(hours, Definitions)
		said = {term.text: lines[0].text for term, lines in hours.entries}
		assert said == {
			"Jam Kerja": "Senin–Jumat 09.00–17.00 WIB, kecuali Libur Nasional.",
			"24x7": "24 jam sehari, 7 hari seminggu (24x7).",
			"Hari Kerja": "1 Hari Kerja sama dengan 8 Jam Kerja.",
		}

	def test_table_2_1_row_by_row(self):
		(table,) = tables(printed("innovasia_mitra"), "2.1")
		assert table.header == (
			"Tingkat prioritas",
			"Deskripsi dampak",
			"Contoh kasus",
			"Waktu Tanggap",
			"Waktu Penyelesaian",
		)
		shown = rows(table)
		assert [row[0] for row in shown] == ["P1 – Kritis", "P2 – Menengah", "P3 – Kecil"]
		assert [row[3:] for row in shown] == [
			["1 jam (24x7)", "8 jam (24x7)"],
			["4 jam kerja", "3 hari kerja (24 jam kerja)"],
			["1 hari kerja (8 jam kerja)", "siklus rilis berikutnya"],
		]
		assert shown[0][1].startswith("Gangguan total pada Layanan")
		assert [len(row[2].splitlines()) for row in shown] == [4, 4, 3]
		assert "Waktu Tanggap terpenuhi saat laporan dikonfirmasi dan tim ditugaskan." in table.notes
		assert "Perbaikan Permanen untuk semua prioritas: tanpa target." in paragraphs(
			printed("innovasia_mitra"), "2.1"
		)

	def test_table_2_1_in_english(self):
		(table,) = tables(printed("innovasia_mitra", "en"), "2.1")
		assert [row[3:] for row in rows(table)] == [
			["1 hour (24x7)", "8 hours (24x7)"],
			["4 business hours", "3 business days (24 business hours)"],
			["1 business day (8 business hours)", "next release cycle"],
		]

	def test_3_2_eight_facts(self):
		listing = next(
			block for block in section(printed("innovasia_mitra"), "3.2").blocks if isinstance(block, Listing)
		)
		assert len(listing.items) == 8
		assert (
			listing.items[0].text == "Identitas Pelapor: Nama lengkap, email, dan nomor telepon kontak teknis"
		)

	def test_4_2_escalation(self):
		(table,) = tables(printed("innovasia_mitra"), "4.2")
		first, second, third = rows(table)
		assert first[:3] == [
			"Level 1: Dukungan Teknis",
			"Technical Maintenance/Infrastructure Engineer",
			"Setiap laporan baru",
		]
		assert second[2].splitlines() == [
			"50% dari Waktu Penyelesaian telah terpakai",
			"Tanpa Solusi Sementara setelah 4 jam (24x7) (hanya P1)",
			"Atas permintaan Mitra atau petugas: Prioritas dinilai salah; Progres stagnan; Komunikasi tidak memuaskan;"
			" permintaan Mitra yang tidak diputuskan dalam 2 jam (24x7) dianggap sah",
		]
		assert third[2].splitlines() == [
			"Waktu Penyelesaian terlampaui (hanya P1)",
			"Dampak bisnis masif",
			"Atas permintaan manajemen Mitra atau petugas: Permintaan manajemen Mitra",
		]
		assert "konferensi darurat" in third[3]
		assert [row[4].splitlines() for row in (first, second, third)] == [
			["Penugasan tim", "Komunikasi awal melalui Portal Dukungan Mitra"],
			[
				"Menghubungi kontak teknis Mitra: dalam 1 jam (24x7)",
				"Rencana aksi formal secara tertulis: dalam 4 jam (24x7)",
			],
			["Panggilan konferensi darurat dengan manajemen Mitra: dalam 2 jam (24x7)"],
		]
		assert table.notes == ("* Diasumsikan: tidak dinyatakan secara tegas.",)
		assert [line.marks for line in table.rows[1].cells[4].lines] == [("*",), ("*",)]

	def test_4_2_escalation_in_english(self):
		(table,) = tables(printed("innovasia_mitra", "en"), "4.2")
		_, second, third = rows(table)
		assert table.header[4] == "Duties once escalated"
		assert second[2].splitlines()[2] == (
			"On request of the partner or an agent: The priority is considered wrong; Progress is stagnant;"
			" Communication is unsatisfactory; a partner's request that isn't decided on within 2 hours (24x7)"
			" counts as valid"
		)
		assert third[2].splitlines()[1] == "Massive business impact"
		assert second[4].splitlines() == [
			"Contact with the partner's technical contact: within 1 hour (24x7)",
			"Formal action plan in writing: within 4 hours (24x7)",
		]

	def test_5_1_availability_and_the_downtime_it_allows(self):
		document = printed("innovasia_mitra")
		assert "95% per bulan kalender" in paragraphs(document, "5.1")[0]
		(table,) = tables(document, "5.1")
		assert rows(table) == [
			["28 hari", "40.320", "2.016 menit (33 jam 36 menit)"],
			["29 hari", "41.760", "2.088 menit (34 jam 48 menit)"],
			["30 hari", "43.200", "2.160 menit (36 jam)"],
			["31 hari", "44.640", "2.232 menit (37 jam 12 menit)"],
		]

	def test_5_2_six_exclusions_and_6_duties(self):
		document = printed("innovasia_mitra")
		counts = {
			number: sum(
				len(block.items) for block in section(document, number).blocks if isinstance(block, Listing)
			)
			for number in ("5.2", "6.1", "6.2")
		}
		assert counts == {"5.2": 6, "6.1": 4, "6.2": 5}


class TestHai:
	def test_versions(self):
		(table,) = printed("hai_djpb").sections[0].blocks
		assert [row[:2] for row in rows(table)] == [
			["1.0", "1 April 2020"],
			["2022.0", "1 Juli 2022"],
			["2023.0", "1 Januari 2023"],
		]

	def test_5_1_twelve_services(self):
		(table,) = tables(printed("hai_djpb"), "5.1.")
		assert [row[0] for row in rows(table)] == [
			*(f"BCSM.0{number}" for number in range(1, 5)),
			*(f"ITSM.0{number}" for number in range(1, 5)),
			"WBSM.01",
			"BMSM.01",
			"MSSM.01",
			"CRSM.01",
		]

	def test_6_2_channels_and_the_categories_of_whatsapp(self):
		channels, categories = tables(printed("hai_djpb"), "6.2.")
		assert len(channels.rows) == 9
		assert rows(channels)[0] == [
			"Call Center",
			"14090 ext. 1 / ext. 3",
			"Waktu dihitung sejak panggilan masuk ke pusat panggilan",
		]
		assert [row[0] for row in rows(categories)] == list("abcdefgh")
		assert rows(categories)[0][2].splitlines() == ["NPWP", "Kode Satker"]
		assert rows(categories)[7][2].splitlines()[-1] == "Lampiran (jika ada)"

	def test_6_3_matrix_and_priorities(self):
		matrix, targets = tables(printed("hai_djpb"), "6.3.")
		assert matrix.header == ("Kepentingan ↓ / Dampak →", "High", "Medium", "Low")
		assert rows(matrix) == [
			["High", "P1", "P2", "P4"],
			["Medium", "P2", "P3", "P5"],
			["Low", "P4", "P5", "P6"],
		]
		assert rows(targets) == [
			["P1 – Urgent", "8 jam kerja"],
			["P2 – Tinggi", "16 jam kerja"],
			["P3 – Sedang", "24 jam kerja"],
			["P4 – Rendah", "32 jam kerja"],
			["P5 – Lainnya", "40 jam kerja"],
			["P6 – Lainnya", "> 40 jam kerja"],
		]

	def test_6_4_by_channel_with_what_is_assumed(self):
		response, _ = tables(printed("hai_djpb"), "6.4.")
		assert response.header == ("Kanal", "Waktu Tanggap", "Waktu Pemenuhan (lini pertama)")
		assert rows(response)[:4] == [
			["Call Center", "2 menit dalam jam kerja", "langsung"],
			["Web Chat", "2 menit dalam jam kerja", "langsung"],
			["Portal HAI-DJPb", "1 jam kerja", "1 jam kerja"],
			["E-mail", "1 jam kerja", "1 jam kerja"],
		]
		marks = [row.cells[1].lines[0].marks for row in response.rows]
		assert marks == [()] * 4 + [("*",)] * 5

	def test_6_4_by_service_with_merged_cells(self):
		_, services = tables(printed("hai_djpb"), "6.4.")
		shown = {row.cells[0].text: row for row in services.rows}
		said = {code: row.cells[-1].text for code, row in shown.items()}
		assert (said["BCSM.02.03"], said["BCSM.02.05"], said["ITSM.04"], said["BMSM.01"]) == (
			"24 jam kerja",
			"32 jam kerja",
			"16 jam kerja",
			"8 jam kerja",
		)
		assert [said[f"CRSM.01.0{number}"] for number in range(1, 7)] == [
			"8 jam kerja",
			"16 jam kerja",
			"tanpa target",
			"8 jam kerja",
			"8 jam kerja",
			"tanpa target",
		]
		assert shown["ITSM.01"].group
		assert shown["ITSM.01.06"].cells[-1].lines[0].marks == ("†",)
		assert shown["BCSM.02"].group
		assert len(shown["BCSM.02"].cells) == 2
		assert any(note.startswith("†") for note in services.notes)

	def test_approvals_stand_beside_the_lines(self):
		approval = Approval(
			"customer", "Nama Contoh", "Direktur", "19 Maret 2026 14.05 WIB", "Portal", "ab" * 32
		)
		(block,) = [
			block
			for block in printed("hai_djpb", approvals=[approval]).sections[-1].blocks
			if isinstance(block, Signatures)
		]
		provider, customer = block.parties
		assert (provider.name, customer.title, customer.name) == ("HAI-DJPb", "Pengguna Layanan", None)
		assert (provider.approvals, block.words[0]) == ((), "Tanda tangan")
		assert customer.approvals == (
			(
				"Disetujui secara elektronik oleh Nama Contoh (Direktur) pada 19 Maret 2026 14.05 WIB, Portal.",
				"ab" * 32,
			),
		)
		assert "SHA-256" in block.verify


class TestBenemica:
	def test_1_response_by_channel(self):
		(table,) = tables(printed("benemica"), "1.")
		assert [row[1] for row in rows(table)] == ["30 menit dalam jam kerja", *["tanpa target"] * 4]

	def test_4_levels(self):
		(table,) = tables(printed("benemica"), "4.")
		assert table.header[-2:] == ("Solusi Sementara", "Perbaikan Permanen")
		assert [[row[0], *row[3:]] for row in rows(table)] == [
			["Kritis (Tingkat 1)", "5 jam kerja", "2 hari kerja (18 jam kerja)"],
			["Tinggi (Tingkat 2)", "1 hari kerja (9 jam kerja)", "5 hari kerja (45 jam kerja)"],
			["Normal (Tingkat 3)", "3 hari kerja (27 jam kerja)", "7 hari kerja (63 jam kerja)"],
			["Rendah (Tingkat 4)", "–", "10 hari kerja (90 jam kerja)"],
		]

	def test_5_new_requests(self):
		_, targets = tables(printed("benemica"), "5.")
		assert [row[-1] for row in rows(targets)] == ["sesuai estimasi", "5 hari kerja (45 jam kerja)"]
