"""The press: notebooks are checked, executed, rendered and published.

In: notebooks and their parameters. Out: a folder of pages. The press knows no index and no
province; it prints whatever the cells of a notebook show.
"""
