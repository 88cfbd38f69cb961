"""Renderers that turn an Answer into a table, CSV, JSON or Parquet."""
