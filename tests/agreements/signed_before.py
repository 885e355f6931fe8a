"""What was signed before tiers could be acknowledged and owe something: its text, and so its hash, stays what it was."""

import re

TIERS = """\
escalation: # 4.1, 4.2
  tiers:
    - level: 1
      title: {id: Dukungan Teknis, en: Technical support}
      responsible: Technical Maintenance/Infrastructure Engineer
      role: SLA Agent
      protocol:
        id: Komunikasi awal melalui Portal Dukungan Mitra.
        en: First communication through the partner support portal.
      triggers:
        - {on: reported}
    - level: 2
      title: {id: Manajer Eskalasi, en: Escalation manager}
      responsible: Lead of Technology
      role: SLA Manager
      protocol:
        id: >-
          Lead of Technology menghubungi kontak teknis Mitra. Rencana aksi formal dikomunikasikan secara tertulis.
        en: The Lead of Technology contacts the partner's technical contact. A formal action plan follows in writing.
      triggers:
        - {on: percent, clock: resolution, value: 50}
        - {on: without_workaround, after: 4 h, calendar: always, priorities: [P1]}
        - on: manual
          reasons:
            - {code: wrong_priority, label: {id: Prioritas dinilai salah, en: The priority is considered wrong}}
            - {code: stagnant, label: {id: Progres stagnan, en: Progress is stagnant}}
            - {code: communication, label: {id: Komunikasi tidak memuaskan, en: Communication is unsatisfactory}}
    - level: 3
      title: {id: Manajemen Produk/Teknik, en: Product/engineering management}
      responsible: Lead of Innovation/CEO or CTO
      role: SLA Executive
      protocol:
        id: Panggilan konferensi darurat dengan manajemen Mitra untuk membahas strategi resolusi.
        en: Emergency conference call with the partner's management on the strategy of resolution.
      triggers:
        - {on: breach, clock: resolution, priorities: [P1]}
        - on: manual
          reasons:
            - {code: massive_impact, label: {id: Dampak bisnis masif, en: Massive business impact}}
            - {code: partner_management, label: {id: Permintaan manajemen Mitra, en: Request of the partner's management}}
"""
"""The escalation of the Innovasia sample as it was signed then."""


def as_before(sample: str) -> str:
	"""The Innovasia sample with those tiers."""
	return re.sub(r"^escalation:.*\n(?:[ \t]+.*\n)*", lambda _: TIERS, sample, count=1, flags=re.MULTILINE)


def before_availability(sample: str) -> str:
	"""The Innovasia sample as it was before maintenance had a notice (§6.1)."""
	without = re.sub(r"^  maintenance: # 6\.1.*\n(?:    .*\n)*", "", sample, count=1, flags=re.MULTILINE)
	return without.replace("shows: [provider_duties, maintenance]", "shows: [provider_duties]")
