"""What monitors send, read and judged without Frappe."""
