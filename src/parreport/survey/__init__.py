"""A survey's answers → estimates that say how sure they are. Source: ``docs/methodology.md`` 16."""
