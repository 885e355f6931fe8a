"""Agreements made up for the tests: other numbers, level names, matrices and table layouts than the five documents."""

INDONESIAN = """\
PERJANJIAN TINGKAT LAYANAN (SLA)
Nomor: 017/SLA/SNT/2027

Perjanjian ini dibuat antara PT Samudra Nusa Teknologi (selanjutnya disebut "Penyedia Layanan") dan PT Bahari Jaya (selanjutnya disebut "Pelanggan"), berlaku sejak 1 Maret 2027 sampai dengan 28 Februari 2029.

Pasal 1 Maksud dan Tujuan
(1) Menjamin kelancaran operasional aplikasi gudang Pelanggan.
(2) Menetapkan ukuran mutu layanan.

Pasal 2 Jam Layanan
Layanan tersedia Senin s.d. Kamis pukul 07.30 – 16.30 WITA (istirahat 12.00 – 13.00), Jumat pukul 07.30 – 17.00 WITA (istirahat 11.30 – 13.30), kecuali hari libur nasional dan cuti bersama.

Pasal 3 Tingkat Prioritas dan Target Waktu
Tingkat\tKeterangan\tWaktu Tanggap\tWaktu Penyelesaian
Darurat\tSeluruh gudang berhenti\t15 (lima belas) menit, 24x7\t6 jam, 24 jam sehari 7 hari seminggu
Berat\tSatu modul berhenti\t45 menit\t2 (dua) hari kerja
Sedang\tGangguan dengan jalan lain\t3 jam kerja\t6 hari kerja
Ringan\tPertanyaan dan tampilan\t1 hari kerja\tsiklus rilis berikutnya

Pasal 4 Matriks Dampak dan Urgensi
Urgensi / Dampak\tLuas\tBesar\tKecil\tPerorangan
Sangat tinggi\tDarurat\tDarurat\tBerat\tSedang
Tinggi\tDarurat\tBerat\tSedang\tSedang
Biasa\tBerat\tSedang\tSedang\tRingan
Bisa ditunda\tSedang\tRingan\tRingan\tRingan

Pasal 5 Saluran Dukungan
1. Portal : dukungan.samudranusa.co.id
2. Surel : bantuan@samudranusa.co.id
3. Hotline telepon : 1500 731
4. Telegram : @samudra_bot

Pasal 6 Eskalasi
Tingkat Eskalasi\tPenanggung Jawab\tPemicu
Level 1\tSupervisor Helpdesk\tSetiap tiket baru
Level 2\tManajer Operasi\t75% dari waktu penyelesaian; belum ditanggapi setelah 2 jam
Level 3\tDirektur Layanan\t30 menit sebelum batas penyelesaian; target terlampaui
Level 4\tDirektur Utama\tPermintaan tertulis Pelanggan

Pasal 7 Ketersediaan
Penyedia Layanan menjamin ketersediaan 99,75% per bulan.
Tidak diperhitungkan sebagai gangguan ketersediaan:
a. Pemeliharaan terjadwal yang diberitahukan 5 hari kerja sebelumnya.
b. Keadaan kahar.
c. Kelalaian Pelanggan.

Pasal 8 Tinjauan
Perjanjian ini ditinjau setiap 6 (enam) bulan.

Pasal 9 Pengakhiran
Pelanggan berhak mengakhiri perjanjian apabila target tidak tercapai selama empat bulan berturut-turut.
Atas setiap pelanggaran Penyedia Layanan memberikan kredit layanan sebesar 5% dari biaya bulanan.

Pasal 10 Kewajiban Pelanggan
1. Melaporkan gangguan melalui saluran resmi.
2. Menunjuk dua orang penghubung.

Pasal 11 Lain-lain
Arsip rapat disimpan dalam 37 kotak.
"""

ENGLISH = """\
Service Level Agreement between Northwind Hosting and its clients
Version 3.2
Effective date: April 15, 2028
Service Provider: Northwind Hosting Ltd

1. Service Hours
Monday to Saturday, 8:30 am to 5:30 pm, excluding public holidays.
2. Severity Levels
| Severity | Definition | Initial Response | Workaround | Resolution |
|---|---|---|---|---|
| S1 - Outage | The service is down for everyone | 10 minutes (24/7) | 2 hours | 12 hours |
| S2 - Degraded | A function is slow | 90 minutes | - | 4 business days |
| S3 - Question | A how-to question | 2 business days | - | best effort |

3. Impact and Urgency Matrix
\tHigh\tMedium\tLow
Urgent\tS1\tS1\tS2
Normal\tS1\tS2\tS3

4. Support Channels
- E-mail: help@northwind.example.com, response time within 4 business hours
- Web portal: portal.northwind.example.com, response time within 45 minutes
- Phone: 24500

5. Escalation
Level 1: Service desk
PIC: Duty engineer
Trigger: every new ticket
Level 2: Team lead
PIC: Head of Support
Trigger: 60% of resolution time
Level 3: Director
PIC: Director of Operations
Trigger: unresolved after 20 hours

6. Availability
The provider guarantees an uptime of 99.5% per calendar month.
Downtime is not counted when caused by:
- Scheduled maintenance (announced 72 hours ahead)
- Force majeure
- Acts of the client

7. Contents of a Report
- Full name: of the caller
- Steps: to reproduce
8. Review
This agreement is reviewed quarterly.
9. Termination
Either party may terminate this agreement with two months notice, or at once when targets are missed for five consecutive months.
10. Client Obligations
- Clients must report promptly.
"""

SERVICES = """\
Perjanjian Layanan Kantor
1. Jam Layanan
Setiap hari kerja pukul 08.00 s.d. 15.00 WIT.
2. Katalog Layanan
Layanan\tWaktu pemenuhan
Layanan Surat (ADM.01)\t
1. Surat keterangan\t9 jam kerja
2. Surat tugas\t
3. Surat perjalanan\t-
4. Legalisasi\t
Layanan Ruang (ADM.02)\t3 hari kerja
1. Ruang rapat\t
2. Aula\t12 jam kerja
"""


def hostile(blocks: int) -> str:
	"""Text that backtracking rules would choke on, about 57,000 characters a block."""
	block = "Catatan rapat " * 400 + "x" * 3000 + " " * 3000 + "1 (" * 900 + "\n"
	block += "\n".join(f"Prosa biasa tanpa angka yang penting {n}." for n in range(900)) + "\n"
	return "\n" + block * blocks
