"""Un dossier ouvert dans un carnet : le résumer, le juger, en tirer ses documents et ses écrits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kit.domain.errors import UsageError, suggest
from kit.domain.typography import format_number
from kit.domain.values import Audience
from kit.notebooks.views import (
    HtmlView,
    build_file_view,
    build_map_view,
    build_problem_view,
    build_table,
    build_table_view,
)
from kit.products.agreements.producing import find_agreement, produce_agreement
from kit.products.context import build_context
from kit.products.dossier.producing import produce
from kit.products.dossier.product import DOCUMENTS, PRODUCT
from kit.products.options import Options
from kit.products.product import find_document
from kit.reading.checks import check_file
from kit.reading.dossier import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDossier:
    """Un dossier ouvert dans un carnet. ``today`` est la date à laquelle on le juge."""

    path: Path
    reading: Reading
    today: dt.date

    @property
    def problems(self) -> HtmlView:
        """Les problèmes relevés, en tableau."""
        return build_problem_view(self.reading.problems)

    def show(self, kind: str) -> HtmlView:
        """Le document demandé, en page.

        :raises UsageError: si le nom du document n'est pas connu.
        :raises InputError: si un problème du dossier bloque.
        """
        from kit.writers.fragment import write_fragment

        document = find_document(kind, DOCUMENTS).build(build_context(self.reading, self._options()))
        return HtmlView(write_fragment(document), document.title)

    def produce(
        self, folder: str | Path, *, documents: Sequence[str] = (), formats: Sequence[str] = ()
    ) -> HtmlView:
        """Écrit les documents et montre la liste des fichiers.

        :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
        """
        made = produce(self.path, Path(folder), options=self._options(documents, formats))
        # Ce que la lecture a relevé se montre par « problems ».
        new = tuple(problem for problem in made.problems if problem not in made.noticed)
        return build_file_view(replace(made, problems=new), Path.cwd())

    @property
    def cause(self) -> HtmlView:
        """Du constat à la cause commune : ce que le dossier en dit, et les sujets que le catalogue y lit."""
        from kit.knowledge.catalogue import load_facts
        from kit.products.dossier.choosing import list_themes

        alliance = self.reading.draft.alliance
        themes = list_themes(self.reading.draft, load_facts().values())
        rows = (
            ("Constat", alliance.situation or "non rempli"),
            ("Cause commune", alliance.purpose or "non remplie"),
            ("Étape", alliance.stage.value if alliance.stage else "non précisée"),
            ("Sujets reconnus", ", ".join(themes) or "aucun"),
        )
        return build_table_view("Du constat à la cause commune", ("Rubrique", "Contenu"), rows)

    @property
    def partners(self) -> HtmlView:
        """Les partenaires, par famille et par engagement ; aucune personne n'est nommée."""
        from kit.products.dossier.partner_map import build_partner_matrix

        matrix = build_partner_matrix(self.reading.draft.partners)
        headings = ("Famille", *(label for _, label in matrix.columns))
        rows = [
            (row.label, *(", ".join(one.name for one in cell) or "—" for cell in row.cells))
            for row in matrix.rows
        ]
        return build_table_view("Les partenaires par famille et par engagement", headings, rows)

    @property
    def map(self) -> HtmlView:
        """Le territoire, ses communes, sa place en France, et la même chose en phrases.

        :raises InputError: si un problème du dossier bloque.
        """
        from kit.products.dossier.situation import build_dossier_map

        return build_map_view(build_dossier_map(self.reading.dossier))

    @property
    def similar_territories(self) -> HtmlView:
        """Les territoires qui ressemblent le plus au vôtre, par quatre mesures, le calcul montré.

        :raises InputError: si un problème du dossier bloque.
        """
        from kit.knowledge.territories.likeness import find_alike

        compared = find_alike(self.reading.dossier.territory)
        rows = [
            (one.territory.name, *(f"{gap.theirs} ({format_number(gap.value, 2)})" for gap in one.gaps))
            for one in (compared.found if compared else ())
        ]
        labels = [gap.label for gap in compared.found[0].gaps] if compared and compared.found else []
        return build_table_view("Des territoires qui vous ressemblent", ("Territoire", *labels), rows)

    @property
    def roles(self) -> HtmlView:
        """Qui réalise, répond, est consulté, est informé, action par action (matrice RACI)."""
        from kit.products.dossier.plan_parts import build_raci

        headings = ("Action", "Réalise (R)", "Répond (A)", "Consulté (C)", "Informé (I)")
        rows = [
            (
                f"{row.action.number} – {row.action.title}",
                *(
                    ", ".join(names) or "—"
                    for names in (row.responsible, row.accountable, row.consulted, row.informed)
                ),
            )
            for row in build_raci(self.reading.draft.actions, self.reading.draft.roles)
        ]
        return build_table_view("Qui fait quoi", headings, rows)

    def proofs(self, audience: str) -> HtmlView:
        """Les trois preuves choisies pour ce public et ce territoire, avec la raison de chaque choix.

        :raises UsageError: si le public n'est pas connu.
        :raises InputError: si un problème du dossier bloque.
        """
        from kit.products.arguments.page import list_proofs

        chosen = list_proofs(build_context(self.reading, self._options()), _read_audience(audience))
        rows = [(proof.statement, proof.reason, proof.reference) for proof in chosen]
        return build_table_view(
            f"Trois preuves pour : {audience}", ("Preuve", "Pourquoi elle", "Source"), rows
        )

    def similar_cases(self, limit: int = 3) -> HtmlView:
        """Les cas du catalogue qui ressemblent le plus à ce territoire et à ses acteurs, et en quoi.

        :raises InputError: si un problème du dossier bloque.
        """
        from kit.knowledge.catalogue.likeness import propose_cases

        dossier = self.reading.dossier
        found = propose_cases(dossier.territory, limit, actors={one.kind for one in dossier.partners})
        rows = [(f"{case.title} ({case.territory})", reason, case.lesson) for case, reason in found]
        return build_table_view("Des cas qui ressemblent", ("Cas", "Ce qui ressemble", "Leçon"), rows)

    def show_agreement(self, name: str) -> HtmlView:
        """L'écrit de ce nom (charte, convention…), en page.

        :raises UsageError: si aucun modèle ne porte ce nom.
        :raises InputError: si un problème du dossier bloque.
        """
        from kit.writers.fragment import write_fragment

        document = find_agreement(name).build(build_context(self.reading, self._options()))
        return HtmlView(write_fragment(document), document.title)

    def produce_agreement(self, name: str, folder: str | Path) -> HtmlView:
        """Écrit l'écrit de ce nom, et montre la liste des fichiers.

        :raises UsageError: si aucun modèle ne porte ce nom.
        :raises InputError: si un problème du dossier bloque ; rien n'est alors écrit.
        """
        written = produce_agreement(name, self.path, Path(folder), options=self._options())
        return build_file_view(written, Path.cwd())

    def _options(self, documents: Iterable[str] = (), formats: Iterable[str] = ()) -> Options:
        return Options(
            documents=tuple(documents), formats=tuple(formats) or PRODUCT.formats, today=self.today
        )

    def _repr_html_(self) -> str:
        return _build_summary(self.reading)

    def __repr__(self) -> str:
        return f"Dossier « {self.reading.draft.alliance.name} »"


def open_dossier(path: str | Path, *, today: dt.date | None = None) -> OpenDossier:
    """Le dossier de ce chemin, prêt à être regardé.

    :raises InputError: si rien ne peut être lu.
    """
    day = today or dt.date.today()
    return OpenDossier(path=Path(path), reading=check_file(Path(path), today=day), today=day)


def _build_summary(reading: Reading) -> str:
    draft = reading.draft
    rows = (
        ("Alliance", draft.alliance.name),
        ("Territoire", draft.territory.name),
        ("Cause commune", draft.alliance.purpose),
        ("Partenaires", str(len(draft.partners))),
        ("Actions", str(len(draft.actions))),
        ("Critères renseignés", str(sum(answer.level is not None for answer in draft.answers))),
    )
    return build_table("Le dossier", ("Rubrique", "Contenu"), rows)


def _read_audience(name: str) -> Audience:
    names = [audience.value for audience in Audience]
    if name not in names:
        raise UsageError(f"le public « {name} » n’existe pas{suggest(name, names)} ({', '.join(names)})")
    return Audience(name)
