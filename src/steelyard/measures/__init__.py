"""Measures: one equation per function, lazy frame in, lazy frame out (Narwhals).

Records, streaks and crossings take plain series.
Every frame here has a column ``period``; figures are exact decimals until a ratio is taken.
"""
