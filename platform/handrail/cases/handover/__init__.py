"""Handing a case over to another coordinator: offered and accepted, or given by the lead in one step."""
