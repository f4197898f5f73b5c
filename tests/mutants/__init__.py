"""Mutants: what the tests of index, analysis and inputs would let pass. ``make mutants`` runs it."""
