"""Measures: one equation per function, lazy frame in, lazy frame out (Narwhals).

Every frame here has a column ``period``; figures are exact decimals until a ratio is taken.
"""
