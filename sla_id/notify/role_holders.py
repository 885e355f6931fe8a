"""Finds the people who hold a role."""

import frappe


def users_of_role(role: str) -> list[str]:
	"""The enabled users who hold a role themselves."""
	holder, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(holder)
		.join(user)
		.on(holder.parent == user.name)
		.select(user.name)
		.distinct()
		.where((holder.role == role) & (holder.parenttype == "User") & (user.enabled == 1))
		.orderby(user.name)
	).run()
	return [row[0] for row in rows if row[0] not in ("Guest", "Administrator")]
