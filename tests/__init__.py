"""Tests of parreport.

Some machines keep nothing of what Python compiled. Here every start of the tests, and of the hundreds
of processes that they start, would then compile all anew: half of the time that all tests take.
"""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
