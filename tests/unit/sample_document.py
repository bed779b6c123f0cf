"""Un document réaliste pour les essais d'écriture : titres, tableaux, radar, calendrier, encadré, fiche."""

from __future__ import annotations

import datetime as dt

from kit.documents.charts import GanttRow, build_gantt, build_radar
from kit.documents.document import Document
from kit.domain.typography import typeset

TODAY = dt.date(2026, 5, 12)
LABELS = (
    "Gouvernance partagée",
    "Diagnostic et besoins du territoire",
    "Moyens humains et financiers",
    "Participation des habitants",
    "Suivi et évaluation",
    "Inscription dans la durée",
)
VALUES = (3.0, 2.5, 1.0, None, 2.0, 1.5)
ROWS = (
    GanttRow(label="A1 – Ouvrir une ressourcerie intercommunale", start=dt.date(2026, 1, 15),
             end=dt.date(2026, 9, 30), status="En cours"),
    GanttRow(label="A2 – Cartographier les surplus alimentaires", start=dt.date(2026, 2, 1),
             end=dt.date(2026, 4, 15), status="Réalisé"),
    GanttRow(label="A3 – Former vingt agents à l’achat responsable", start=dt.date(2026, 6, 1),
             end=dt.date(2026, 12, 18), status="À venir"),
    GanttRow(label="A4 – Signer la charte", end=dt.date(2026, 7, 4), status="À discuter"),
    GanttRow(label="A5 – Réhabiliter la halle", start=dt.date(2026, 2, 15), end=dt.date(2026, 5, 2),
             status="En retard"),
    GanttRow(label="A6 – Étudier une monnaie locale", status="En pause"),
)  # fmt: skip

_BODY = """\
## L’essentiel

::: {.encadre}
**Ce que nous demandons** : une délibération de principe avant l'été, et un agent référent à mi-temps.

- Un local de 300 m² mis à disposition par la commune ;
- un cofinancement de l'étude de faisabilité ;
- une rencontre tous les trimestres avec les partenaires.
:::

::: {.chiffres}
- **6** actions engagées
- **14** partenaires
- **82 500 €** de budget
- **2,0** sur 4 à la grille
:::

Le bassin de vie compte 48 200 habitants. L'alliance réunit les communes, deux associations
d'insertion et un réseau d'entreprises [en cours]{.etiquette} pour réduire les déchets et créer
des emplois non délocalisables : c'est le sens de l'ODD 17.

### Pourquoi agir ensemble ?

Aucune structure ne détient seule le foncier, les compétences et les financements.
Réunis, les partenaires ont déjà obtenu trois résultats.

1. Un diagnostic commun, présenté en conseil communautaire.
2. Une convention de partage des données.
3. Un calendrier accepté par tous.

::: {.note}
Source : entretiens menés auprès de douze structures, janvier à mars 2026.
:::

## Les partenaires

| Structure | Famille | Rôle | Ce qu'elle apporte | Engagement |
|---|---|---|---|---|
| Communauté de communes du Val d'Arize | intercommunalité | porte | Coordination | engagé |
| Association Le Maillon | association | contribue | Équipe d'insertion, atelier de réparation | engagé |
| Club des entreprises | réseau économique | relaie | Matières, mécénat de compétences | en discussion |
| Lycée professionnel | enseignement et recherche | contribue | Élèves, plateau technique | à contacter |

: Les partenaires de l'alliance

## La grille

![Radar](radar.svg){width=16cm}

| Dimension | Note | Tendance |
|-----------|-----:|----------------|
| Gouvernance partagée | 3,0 | en progrès |
| Moyens humains et financiers | 1,0 | à renforcer |
| Participation des habitants | — | non évalué |

: Les notes par dimension

::: {.saut}
:::

## Le calendrier

![Calendrier](calendrier.svg){width=16cm}

## Les fiches action

::: {.fiche}
### A1 – Ouvrir une ressourcerie intercommunale

Collecter, réparer et revendre les objets du quotidien. La structure pilote est l'association Le Maillon.

| Rubrique | Contenu |
|-----|---------------|
| Pilote | Association Le Maillon |
| Échéance | 30 septembre 2026 |
| Budget | 42 000 € HT, dont 30 000 € de financements |
| Indicateur | Tonnes détournées de l'enfouissement : de 0 à 60 tonnes par an |
:::

::: {.fiche}
### A2 – Cartographier les surplus alimentaires

Recenser les surplus des cantines, des commerces et des exploitations [réalisé]{.etiquette}.

- Douze communes enquêtées.
- Une carte publiée en données ouvertes.
:::
"""


def build_sample(name: str = "plan-action", *, landscape: bool = False) -> Document:
    """Un plan d'action complet."""
    return Document(
        name=name,
        title=typeset("Plan d'action : une ressourcerie pour le Val d'Arize"),
        subtitle="Communauté de communes du Val d’Arize – mai 2026",
        markdown=typeset(_BODY),
        charts=(
            build_radar(LABELS, VALUES, maximum=4, title="Où en est l’alliance, sur 4"),
            *build_gantt(ROWS, today=TODAY, title="Le calendrier des actions"),
        ),
        subject="Plan d’action de l’alliance",
        landscape=landscape,
    )
