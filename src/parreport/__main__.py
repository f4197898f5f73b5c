"""``python -m parreport``."""

import sys

from parreport.cli import main

if __name__ == "__main__":
    sys.exit(main())
