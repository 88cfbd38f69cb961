"""A synthetic world: made-up trade of made-up countries, of which the truth is known.

What the countries report is told twice, by exporter and by importer, and differs from the truth by
faults of known kinds and sizes. Every draw is a function of the seed and of its own address (see
``draws``), so that any part of a world can be made by itself, in any order, on any threads.
"""
