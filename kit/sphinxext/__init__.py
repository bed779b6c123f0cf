"""L'extension Sphinx du livre : une composante par module, assemblées ici.

Elle sert les deux constructions (Jupyter Book 1 et Sphinx seul) sans rien leur demander de particulier.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from kit import __version__

# L'ordre compte : à priorité égale, Sphinx appelle les composantes dans celui où elles se sont branchées.
COMPONENTS: Final = (
    "repairs.parallel_reading",
    "repairs.execution_cache",
    "downloads.productions",
    "downloads.workshop_files",
    "downloads.workshop_lists",
    "theme.book_theme",
    "repairs.page_repairs",
    "theme.page_footer",
    "repairs.third_parties",
    "repairs.page_lints",
    "repairs.filler_words",
    "directives.exercises",
    "repairs.french_typography",
    "repairs.french_search",
    "repairs.single_page",
    "directives.field_list",
    "directives.message_list",
    "directives.command_reference",
    "directives.course_sheet",
    "directives.catalogue",
    "directives.html_elements",
    "downloads.hub_link",
    "directives.page_landmarks",
    "directives.quiz",
    "directives.charts",
    "directives.cases",
    "directives.method_chooser",
    "directives.agenda",
    "directives.book_count",
    "directives.programmes",
    "directives.api_reference",
    "downloads.workshop_engine",
    "downloads.workshop_page",
    "directives.late_content",
    "directives.site_map",
    "directives.error_report",
    "downloads.book_files",
    "directives.audit_summary",
    "repairs.redirections",
    "downloads.paper_book",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Branche toutes les composantes."""
    for name in COMPONENTS:
        import_module(f"{__name__}.{name}").setup(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
