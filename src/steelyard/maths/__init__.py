"""Maths: numpy arrays in, frozen results out; no store, no frames, no law.

A matrix of exports is ``exports[countries, products]``, of one period and one unit of money.
"""
