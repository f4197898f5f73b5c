"""parreport: the yearly Public Administration Reform index, from score sheets to reports.

What a notebook may call stands here; everything else is reached through its own module.
"""

from parreport.display.province import (
    show_all_items,
    show_areas,
    show_claims,
    show_corrections,
    show_heat_map,
    show_losses,
    show_method,
    show_province_head,
    show_quality,
    show_ranking,
    show_survey,
    show_targets,
)
from parreport.display.unit import (
    read_unit,
    show_appraisal,
    show_change,
    show_profile,
    show_remedies,
    show_score_sheet,
    show_strengths,
    show_unit_corrections,
    show_unit_head,
    show_waterfall,
)
from parreport.inputs.framework_files import read_framework
from parreport.parameters import read_notebook_parameters, read_parameters
from parreport.pipeline import compute_results
from parreport.version import __version__

__all__ = [
    "__version__",
    "compute_results",
    "read_framework",
    "read_notebook_parameters",
    "read_parameters",
    "read_unit",
    "show_all_items",
    "show_appraisal",
    "show_areas",
    "show_change",
    "show_claims",
    "show_corrections",
    "show_heat_map",
    "show_losses",
    "show_method",
    "show_profile",
    "show_province_head",
    "show_quality",
    "show_ranking",
    "show_remedies",
    "show_score_sheet",
    "show_strengths",
    "show_survey",
    "show_targets",
    "show_unit_corrections",
    "show_unit_head",
    "show_waterfall",
]
