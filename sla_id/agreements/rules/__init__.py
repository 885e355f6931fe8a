"""How an agreement applies: its rules on plain values, each written once, without Frappe.

Whatever computes, prints, checks or compares an agreement uses these rules, so that all agree.

| File | What it holds |
|---|---|
| effective_agreement.py | an agreement as it holds: one version, or its levels merged (002) |
| winning_row.py | which target row holds for a ticket (X11) |
| ticket_terms.py | the engine's clocks and tiers for a ticket |
| service_catalogue.py | what a service is part of, what it depends on, the channels it is given through |
| availability_guarantee.py | what is promised of a service's availability, and what missing it costs |
| signed_part.py | what of an agreement both parties see and sign |
"""
