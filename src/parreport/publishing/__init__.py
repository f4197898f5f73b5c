"""The press: notebooks are checked, executed, rendered and published.

In: notebooks and their parameters. Out: a folder of pages. The press knows no index and no
province; it prints whatever the cells of a notebook show.
"""

import sys

# nbformat loads jsonschema, which, where it can, builds a grammar of web addresses: 1.2 s in every
# process, and no notebook has use of it. jsonschema does without what it cannot import.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
