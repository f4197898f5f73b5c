"""A notebook to work from: choose, check, build, open, compare, explore (``00_workbench.ipynb``).

In: what an analyst chose in the cell of parameters. Out: tables, links, and a build that runs beside
the kernel and can be stopped.
"""
