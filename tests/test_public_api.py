"""What a notebook may call: a promise to those who have notebooks of their own."""

from __future__ import annotations

import pytest

import parreport

PUBLIC = [
    "show_followup_list",
    "show_appraisal_list",
    "show_page_end",
    "show_case_list",
    "show_small_numbers",
    "__version__",
    "build_reports",
    "check_run",
    "choose_run",
    "compute_run",
    "filter_rows",
    "list_frames",
    "make_frame",
    "read_block",
    "label_chart",
    "set_look",
    "show_comparison",
    "show_faults",
    "show_made",
    "show_run",
    "compute_period",
    "compute_results",
    "make_deck",
    "read_framework",
    "read_notebook_parameters",
    "read_parameters",
    "read_unit",
    "show_all_items",
    "show_annex_areas",
    "show_annex_head",
    "show_annex_items",
    "show_annex_ranges",
    "show_appraisal",
    "show_areas",
    "show_change",
    "show_claims",
    "show_details",
    "show_coherence",
    "show_comparability",
    "show_corrections",
    "show_finding_list",
    "show_followups",
    "show_framework",
    "show_item_list",
    "show_item_quality",
    "show_limits",
    "show_losses",
    "show_maps",
    "show_method",
    "show_method_head",
    "show_period_areas",
    "show_period_breaks",
    "show_period_head",
    "show_period_index",
    "show_period_ranks",
    "show_period_table",
    "show_period_weaknesses",
    "show_profile",
    "show_province_head",
    "show_quality",
    "show_second_source",
    "show_unit_second_source",
    "show_unit_satisfaction",
    "show_ranking",
    "show_plan",
    "show_robustness",
    "show_satisfaction_choices",
    "show_satisfaction_factors",
    "show_satisfaction_groups",
    "show_satisfaction_head",
    "show_satisfaction_list",
    "show_satisfaction_priorities",
    "show_satisfaction_quality",
    "show_satisfaction_questions",
    "show_satisfaction_units",
    "show_satisfaction_years",
    "show_score_sheet",
    "show_slide",
    "show_slides_from",
    "show_strengths",
    "show_survey",
    "show_targets",
    "show_unit_corrections",
    "show_unit_head",
    "show_waterfall",
    "show_weights",
    "show_why",
]


def test_the_public_names_are_those_written_here() -> None:
    assert set(parreport.__all__) == set(PUBLIC)


def test_the_public_names_are_sorted() -> None:
    assert parreport.__all__ == sorted(parreport.__all__)


def test_every_public_name_has_a_home_and_no_other() -> None:
    assert {*parreport.HOMES, "__version__"} == set(parreport.__all__)


@pytest.mark.parametrize("name", [name for name in PUBLIC if name != "__version__"])
def test_a_public_name_has_a_docstring(name: str) -> None:
    assert getattr(parreport, name).__doc__
