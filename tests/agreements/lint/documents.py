"""The sentences of the documents 000, 001, 003 and 004 that carry numbers or contradictions, on their own lines.

Persons and phone numbers are left out, and so is everything that no rule needs.
"""


def on_lines(sentences: dict[int, str]) -> str:
	"""A text that has each sentence on its line, counted from 1."""
	return "\n".join(sentences.get(number, "") for number in range(1, max(sentences) + 1))


INNOVASIA = on_lines(
	{
		19: "Jam Kerja (Business Hours): Senin hingga Jumat, pukul 09:00 hingga 17:00 WIB, tidak termasuk hari libur nasional.",
		21: "Waktu Resolusi (Resolution Time): Waktu yang diukur sejak Insiden dilaporkan hingga PT Innovasia Inovasi Indonesia menerapkan sebuah Solusi (Workaround) atau Perbaikan Permanen (Permanent Fix).",
		35: "P1 - Kritis (Critical)",
		38: "1 Jam (berlaku 24x7)",
		39: "8 Jam (dapat berupa Solusi/Workaround)",
		40: "P2 - Menengah (Medium)",
		43: "4 Jam Kerja",
		44: "3 Hari Kerja",
		45: "P3 - Kecil (Low)",
		48: "1 Hari Kerja",
		49: "Akan Ditangani dalam Siklus Rilis Berikutnya",
		54: "Kanal Pelaporan: Nomor Tim Aktivasi terkait.",
		69: "Pemicu Otomatis: Terjadi otomatis ketika insiden berisiko melanggar target Waktu Resolusi.",
		82: "- Insiden mendekati batas Waktu Resolusi. - Permintaan eskalasi valid dari Mitra. - Insiden P1 tanpa Solusi setelah 4 jam.",
		86: "- Insiden P1 belum terselesaikan dalam 8 jam. - Insiden dengan dampak bisnis masif.",
		91: "Ketersediaan Layanan sebesar 95% per bulan kalender.",
		92: "Ketersediaan bulanan dihitung dengan formula:",
		94: "5.2 Pengecualian SLA (SLA Exclusions)",
		95: "Komitmen SLA tidak berlaku untuk ketidaktersediaan yang disebabkan oleh:",
		101: "Serangan Berbahaya (serangan DoS, peretasan).",
		116: "SLA ini akan ditinjau bersama oleh perwakilan kedua belah pihak",
		117: "setiap tahun (annually) atau pada interval lain yang disepakati bersama.",
	}
)

HAI_DJPB = on_lines(
	{
		58: "Periode Review	:	1 Tahun",
		59: "Review terakhir	:	-",
		60: "Review berikutnya	:	31 Desember 2023",
		125: "1. Setiap hari kerja (Senin – Jumat) sesuai Peraturan Menteri Keuangan Nomor 221/PMK.01/2021 tentang Hari dan Jam Kerja.",
		126: "2. Jam kerja layanan HAI-DJPb adalah pukul 08.00 s.d. 16.00 WIB.",
		127: "3. Permintaan layanan yang diajukan di luar jam kerja dan hari kerja normal akan dipenuhi pada hari kerja berikutnya.",
		164: "Kepentingan	High	P1	P2	P4",
		165: "	Medium	P2	P3	P5",
		166: "	Low	P4	P5	P6",
		168: "1. P1 : *Urgent*. Pemenuhan layanan 1 hari kerja (8 jam kerja)",
		169: "2. P2 : *Tinggi*. Pemenuhan layanan 2 hari kerja (16 jam kerja)",
		170: "3. P3 : *Sedang*. Pemenuhan layanan 3 hari kerja (24 jam kerja)",
		171: "4. P4 : *Rendah*. Pemenuhan layanan 4 hari kerja (32 jam kerja)",
		172: "5. P5 : *Lainnya*. Pemenuhan layanan 5 hari kerja (40 jam kerja)",
		173: "6. P6 : *Lainnya*. Pemenuhan layanan >5 hari kerja (>40 jam kerja)",
		179: "1. Untuk kanal *call center*, waktu tanggap layanan paling lambat 2 menit sejak panggilan masuk.",
		181: "2. Untuk kanal *webchat*, waktu tanggap layanan paling lama 2 menit sejak *chat request* muncul pada antarmuka aplikasi agen HAI-DJPb.",
		182: "3. Untuk kanal Portal, waktu tanggap layanan paling lambat 1 jam sejak permintaan layanan diterima oleh HAI-DJPb.",
		183: "4. Untuk kanal *e-mail*, waktu tanggap layanan paling lambat 1 jam sejak permintaan layanan diterima oleh HAI-DJPb.",
		187: "1. Untuk kanal *call center* dan *webchat* pemenuhan layanan diberikan secara langsung.",
		188: "2. Untuk kanal portal dan e-mail pemenuhan layanan diberikan paling lambat 1 jam sejak permintaan layanan diterima HAI-DJPb.",
		202: "4. Konsultasi Teknis Badan Layanan Umum (BCSM.02.04)	24 jam kerja",
		209: "Layanan Konsultasi Teknis Badan Layanan Umum (BLU) Ditjen Perbendaharaan (BCSM.04)",
		210: "1. Konsultasi Teknis Badan Pengelola Dana Perkebunan Kelapa Sawit (BCSM.04.01)	32 jam kerja",
		245: "3. Permintaan <i>development</i> aplikasi (khusus Kantor Pusat DJPb)	-",
	}
)

BENEMICA = on_lines(
	{
		15: "  • Waktu Respon: 30 menit melalui jalur komunikasi chat.",
		17: "Response Time: 30 minutes via chat communication channel.",
		19: "  • Jam Operasional: Senin – Jumat, 09.00 – 18.00 WIB (kecuali hari libur nasional).",
		21: "Operational Hours: Monday – Friday, 09:00 – 18:00 WIB (excluding national holidays).",
		35: "  • Waktu respon: 30 menit selama jam operasional.",
		37: "Response time: 30 minutes during operational hours.",
		39: "  • Catatan: Pertukaran data confidential tidak diperbolehkan melalui saluran ini.",
		49: "  • Email: support@bposeven.com",
		73: "  • Form dikirim ke support@bposeven.com minimal 3 hari sebelum kunjungan.",
		75: "The form must be submitted at least 3 days before the visit to support@bposeven.com.",
		113: "Level 1: Critical",
		127: "  • Solusi sementara: 5 jam.",
		129: "Temporary workaround: Within 5 hours.",
		131: "  • Solusi permanen: 2 hari kerja.",
		133: "Permanent solution: Within 2 business days.",
		137: "Level 2: High",
		151: "  • Solusi sementara: 1 hari kerja.",
		153: "Temporary workaround: Within 1 business day",
		155: "  • Solusi permanen: 5 hari kerja.",
		157: "Temporary workaround: Within 5 business days.",
		161: "Level 3: Normal",
		175: "  • Solusi sementara: 3 hari kerja.",
		177: "Temporary workaround: Within 3 business days",
		179: "  • Solusi permanen: 7 hari kerja.",
		181: "Temporary workaround: Within 7 business day",
		185: "Level 4: Low",
		199: "  • Solusi permanen: 10 hari kerja.",
		201: "Temporary workaround: Within 10 business days",
		217: "  • Informasi akan diberikan maksimal 5 hari kerja setelah permintaan diterima.",
		219: "          Provided within 5 business days of receiving the request.",
	}
)

ITB = on_lines(
	{
		99: "9. **Perjanjian Tingkat Operasional (*Operational Level Agreement/OLA*)** adalah komitmen atau perjanjian yang dibuat penyedia layanan bagi pengguna untuk mematuhi SLA.",
		133: "1. Terdapat Laporan Manajemen Tingkat Layanan Rutin per semester.",
	}
)
