"""Mutated inputs through the whole chain: ``check``, ``score``, ``verify``, ``build``'s first look.

``python -m tests.fuzz`` runs it; ``docs/developers.md`` says how, and how to repeat a case.
"""
