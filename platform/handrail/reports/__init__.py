"""Measures, reports and exports, and the control that keeps one person's story out of a table."""
