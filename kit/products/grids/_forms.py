"""Les deux formulaires d'une grille remplie : qui répond, et une ligne par critère."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kit.reading.fields import Field
from kit.reading.forms import EVALUATION, RESPONDENT

WEIGHT_TITLE: Final = "Poids"
# Un titre changé se retrouve à ce que porte la colonne : des codes de critère, ou des niveaux.
_CONTENTS: Final = {"criterion": r"[A-Za-z]{1,3}\d{1,3}-\d{1,3}", "level": r"[A-Ca-c]|[Nn][Cc]"}


def _require(field: Field) -> Field:
    content = _CONTENTS.get(field.key, "")
    return replace(field, required=bool(content), content=content)


# Qui répond se dit dans une fiche, où tout est facultatif, ou sur chaque ligne de réponse.
PERSON: Final = replace(
    RESPONDENT, is_open=True, fields=tuple(replace(field, required=False) for field in RESPONDENT.fields)
)
PERSON_KEYS: Final = frozenset(field.key for field in PERSON.fields)
ANSWERS: Final = replace(
    EVALUATION,
    fields=(*PERSON.fields, *map(_require, EVALUATION.fields)),
    shown=(*EVALUATION.shown, WEIGHT_TITLE),
    # Une réponse fusionnée ne vaut pas pour deux critères : la lecture la nomme.
    spreads=False,
)

# Dans un formulaire en ligne, deux questions disent qui répond : leur code, leur rubrique, leur intitulé.
PERSON_QUESTIONS: Final = (
    ("P1", "college", "D’où parlez-vous dans l’alliance ?"),
    ("P2", "name", "Un pseudonyme, pour vous retrouver la prochaine fois (facultatif, jamais votre nom)"),
)
