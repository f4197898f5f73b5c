"""parreport: the yearly Public Administration Reform index, from score sheets to reports."""

__version__ = "0.1.0"
