"""Nomenclatures as pure tables: places, groups and publishers' codes."""
