"""Du mot d'un export à la valeur du kit : clés de l'API, libellés du site, ou rien."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from html.parser import HTMLParser
from typing import Final, TypeVar

from kit.domain.typography import fold, remove_controls
from kit.products.aids.aid import AidAudience, AidStep, AidType, Destination, Perimeter, Recurrence, Scale

Value = TypeVar("Value", bound=Enum)

_BLOCKS: Final = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5"})
_SILENT: Final = frozenset({"script", "style", "template", "iframe", "object", "noscript", "svg"})
_MAX_TEXT: Final = 20_000
_PLURAL: Final = re.compile(r"(?<=\w{3})[sx]$")


def fold_label(text: str) -> str:
    """Un libellé replié, au singulier : Aides-territoires a écrit les siens des deux façons.

    >>> fold_label("Intercommunalités / Pays") == fold_label("intercommunalité/pays")
    True
    """
    return " ".join(_PLURAL.sub("", word) for word in fold(text).split())


def _index(words: Mapping[Value, Iterable[str]]) -> dict[str, Value]:
    return {
        fold_label(word): value for value, listed in words.items() for word in (str(value.value), *listed)
    }


# Chaque libellé a changé au moins une fois ; les pluriels, les accents et la ponctuation vont de soi.
AUDIENCES: Final = _index(
    {
        AidAudience.COMMUNE: (),
        AidAudience.EPCI: ("Intercommunalité / Pays", "Intercommunalité", "EPCI à fiscalité propre"),
        AidAudience.DEPARTMENT: ("Département",),
        AidAudience.REGION: ("Région",),
        AidAudience.SPECIAL: (
            "Collectivité d'outre-mer à statut particulier",
            "Collectivité d'outre-mer",
        ),
        AidAudience.ASSOCIATION: (),
        AidAudience.PERSON: ("Particulier",),
        AidAudience.FARMER: ("Agriculteur",),
        AidAudience.COMPANY: ("Entreprise privée", "Entreprise"),
        AidAudience.LOCAL_PUBLIC_COMPANY: (
            "Entreprise publique locale (Sem, Spl, SemOp)",
            "Entreprise publique locale",
        ),
        AidAudience.PUBLIC_BODY: (
            "Établissement public dont services de l'État",
            "Établissement public (école, bibliothèque…) / Service de l'État",
            "Établissement public (école, bibliothèque…)",
            "Établissement public / Service de l'État",
            "Établissement public",
        ),
        AidAudience.RESEARCH: ("Recherche",),
    }
)
TYPES: Final = _index(
    {
        AidType.GRANT: ("Subvention",),
        AidType.LOAN: ("Prêt",),
        AidType.ADVANCE: ("Avance récupérable",),
        AidType.ENERGY_CERTIFICATE: ("Certificat d'économie d'énergie (CEE)",),
        AidType.OTHER: ("Autre aide financière",),
        AidType.TECHNICAL: (
            "Ingénierie technique",
            "strategic_engineering",
            "Ingénierie de planification et stratégie",
            "diagnostic_engineering",
            "Ingénierie d'études et diagnostiques",
            "Ingénierie d'études et diagnostics",
            "AMOA_engineering",
            "AMOA / MOD",
            "MOE_engineering",
            "MOE / MOE déléguée",
            "formation_engineering",
            "Formation / montée en compétence",
        ),
        AidType.FINANCIAL: ("Ingénierie financière",),
        AidType.LEGAL: (
            "Ingénierie juridique / administrative",
            "administrative_engineering",
            "Ingénierie administrative",
            "legal_and_regulatory_engineering",
            "Ingénierie juridique et réglementaire",
        ),
    }
)
STEPS: Final = _index(
    {
        AidStep.DESIGN: ("Réflexion / conception", "Réflexion"),
        AidStep.DELIVERY: ("Mise en œuvre / réalisation", "Mise en œuvre"),
        AidStep.USE: ("Usage / valorisation",),
    }
)
DESTINATIONS: Final = _index(
    {
        Destination.RUNNING: ("Dépenses de fonctionnement", "Fonctionnement"),
        Destination.INVESTMENT: ("Dépenses d'investissement", "Investissement"),
    }
)
RECURRENCES: Final = _index(
    {
        Recurrence.ONCE: ("Ponctuelle",),
        Recurrence.ONGOING: ("Permanente",),
        Recurrence.RECURRING: ("Récurrente",),
    }
)
# Le statut d'une fiche, dans l'export d'administration : vrai si elle est en ligne.
STATUSES: Final = {
    fold_label(word): is_live
    for is_live, words in {
        True: ("published", "Publiée"),
        False: ("draft", "Brouillon", "reviewable", "En revue", "merged", "Mergé", "deleted", "Supprimée"),
    }.items()
    for word in words
}
_SCALE_WORDS: Final = {
    fold(word): scale
    for scale, words in {
        Scale.COMMUNE: ("commune",),
        Scale.EPCI: ("epci", "intercommunalité"),
        Scale.BASIN: ("basin", "bassin hydrographique"),
        Scale.DEPARTMENT: ("department", "département"),
        Scale.REGION: ("region", "région"),
        Scale.OVERSEAS: ("overseas", "outre-mer", "régions et collectivités d'outre-mer"),
        Scale.MAINLAND: ("mainland", "métropole", "france métropolitaine"),
        Scale.ADHOC: ("adhoc", "ad-hoc", "périmètre ad hoc"),
        Scale.COUNTRY: ("country", "pays"),
        Scale.CONTINENT: ("continent",),
    }.items()
    for word in words
}
# Aides-territoires écrit parfois le périmètre ainsi : « Saint-Benoît (Commune – 97411) ».
_LABELLED: Final = re.compile(r"(?P<name>.+?)\s*\((?P<scale>[^()–—]+?)(?:\s+[–—-]\s+(?P<code>[0-9AB ]+))?\)")


def find_scale(word: str) -> Scale | None:
    """L'échelle de ce mot ou de ce nombre ; ``None`` s'il n'est pas connu."""
    if word.strip().isdigit():
        number = int(word)
        return Scale(number) if number in set(Scale) else None
    return _SCALE_WORDS.get(fold(word)) or _SCALE_WORDS.get(fold_label(word))


def parse_perimeter(text: str, scale: str) -> Perimeter | None:
    """Le périmètre de ce texte.

    >>> parse_perimeter("Saint-Benoît (Commune – 97411)", "").code
    '97411'
    >>> parse_perimeter("Bretagne", "Région").scale.label
    'région'
    """
    clean = " ".join(strip_html(text).split())
    if not clean:
        return None
    found = find_scale(scale)
    parts = _LABELLED.fullmatch(clean)
    if parts and (labelled := find_scale(parts["scale"])) is not None:
        code = (parts["code"] or "").replace(" ", "")
        return Perimeter(name=parts["name"], scale=found or labelled, code=code)
    return Perimeter(name=clean, scale=found)


class _Text(HTMLParser):
    """Garde le texte, jette les balises, tait les scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silence += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silence -= tag in _SILENT and self._silence > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.parts.append(data)


def strip_html(text: str) -> str:
    r"""Le texte sans balises ni scripts, entités rendues, un paragraphe par ligne.

    >>> strip_html("<p>Aide &agrave; <b>l'étude</b></p><script>alert(1)</script><p>Oui</p>")
    "Aide à l'étude\nOui"
    """
    plain = text
    if "<" in text or "&" in text:
        parser = _Text()
        parser.feed(text[:_MAX_TEXT])
        parser.close()
        plain = "".join(parser.parts)
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in remove_controls(plain).split("\n"))
    return "\n".join(line for line in lines if line)[:_MAX_TEXT]
