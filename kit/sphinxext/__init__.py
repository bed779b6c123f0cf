"""L'extension Sphinx du livre : une composante par module, assemblées ici.

Elle sert les deux constructions (Jupyter Book 1 et Sphinx seul) sans rien leur demander de particulier.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from kit import __version__
from kit.sphinxext import (
    agenda,
    api_reference,
    audit_summary,
    book_count,
    book_files,
    book_theme,
    cases,
    catalogue,
    charts,
    command_reference,
    course_sheet,
    error_report,
    execution_cache,
    exercises,
    field_list,
    filler_words,
    french_search,
    french_typography,
    html_elements,
    hub_link,
    late_content,
    message_list,
    method_chooser,
    page_footer,
    page_landmarks,
    page_lints,
    page_repairs,
    paper_book,
    parallel_reading,
    productions,
    programmes,
    quiz,
    redirections,
    single_page,
    site_map,
    third_parties,
    workshop_engine,
    workshop_files,
    workshop_lists,
    workshop_page,
)

_COMPONENTS = (
    parallel_reading,
    execution_cache,
    productions,
    workshop_files,
    workshop_lists,
    book_theme,
    page_repairs,
    page_footer,
    third_parties,
    page_lints,
    filler_words,
    exercises,
    french_typography,
    french_search,
    single_page,
    field_list,
    message_list,
    command_reference,
    course_sheet,
    catalogue,
    html_elements,
    hub_link,
    page_landmarks,
    quiz,
    charts,
    cases,
    method_chooser,
    agenda,
    book_count,
    programmes,
    api_reference,
    workshop_engine,
    workshop_page,
    late_content,
    site_map,
    error_report,
    book_files,
    audit_summary,
    redirections,
    paper_book,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Branche toutes les composantes."""
    for component in _COMPONENTS:
        component.setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
