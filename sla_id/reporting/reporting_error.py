"""What can't be reported, said so that whoever asked can mend it."""


class ReportingError(ValueError):
	"""A question that can't be answered as it stands. `field` is its place, e.g. "clocks[2].due"; may be empty."""

	def __init__(self, field: str, problem: str) -> None:
		super().__init__(f"{field}: {problem}" if field else problem)
		self.field = field
		self.problem = problem
