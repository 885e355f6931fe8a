"""What can't be computed, said so that whoever wrote it can mend it."""


class AvailabilityError(ValueError):
	"""A question that can't be answered as it stands. `field` is its place, e.g. "outages[2].end"; may be empty."""

	def __init__(self, field: str, problem: str) -> None:
		super().__init__(f"{field}: {problem}" if field else problem)
		self.field = field
		self.problem = problem
