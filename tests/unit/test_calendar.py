"""Le calendrier des échéances."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest

from kit.domain.values import Action, Status
from kit.writers.calendar import write_calendar

STAMP = dt.date(2026, 5, 12)


def build_action(**values: object) -> Action:
    base = {
        "number": "A1",
        "title": "Ouvrir une ressourcerie ; réparer, vendre",
        "end": dt.date(2026, 9, 30),
        "reminder": dt.date(2026, 9, 1),
        "lead_person": "Camille Exemple",
        "elected_referent": "Dominique Exemple",
    }
    return Action(**{**base, **values})


def read_events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_une_action_donne_son_echeance_et_sa_relance():
    """Deux évènements d'une journée, au bon jour, au bon titre."""
    events = read_events(write_calendar([build_action()], name="Le Maillon", stamp=STAMP))
    found = [(str(event["summary"]), event["dtstart"].dt) for event in events]
    assert found == [
        (
            "Échéance\u00a0: A1 – Ouvrir une ressourcerie ; réparer, vendre",
            dt.date(2026, 9, 30),
        ),
        ("Relance\u00a0: A1 – Ouvrir une ressourcerie ; réparer, vendre", dt.date(2026, 9, 1)),
    ]


def test_le_calendrier_est_reproductible_et_ses_identifiants_stables():
    """Changer un titre ou une date ne change pas l'identifiant : l'import met à jour."""
    before = write_calendar([build_action()], name="Le Maillon", stamp=STAMP)
    assert before == write_calendar([build_action()], name="Le Maillon", stamp=STAMP)
    moved = build_action(title="Autre", end=dt.date(2027, 1, 1))
    after = write_calendar([moved], name="Le Maillon", stamp=STAMP)
    assert [str(event["uid"]) for event in read_events(before)] == [
        str(event["uid"]) for event in read_events(after)
    ]


def test_le_calendrier_ne_contient_personne():
    """Ni le pilote ni l'élu référent ne sortent."""
    content = write_calendar([build_action()], name="Le Maillon", stamp=STAMP).decode()
    assert "Exemple" not in content


@pytest.mark.parametrize("status", [Status.DONE, Status.DROPPED])
def test_une_action_close_n_y_est_pas(status):
    """Rien à rappeler pour ce qui est fini."""
    assert read_events(write_calendar([build_action(status=status)], name="N", stamp=STAMP)) == []


def test_deux_numeros_proches_ont_deux_identifiants():
    """« A.1 » et « A-1 » sont deux actions."""
    actions = [build_action(number="A.1"), build_action(number="A-1")]
    uids = [str(event["uid"]) for event in read_events(write_calendar(actions, name="N", stamp=STAMP))]
    assert len(set(uids)) == 4


def test_le_nom_du_calendrier_est_francais():
    """Le nom affiché par l'agenda."""
    calendar = icalendar.Calendar.from_ical(write_calendar([], name="Le Maillon", stamp=STAMP))
    assert str(calendar["x-wr-calname"]) == "Échéances\u00a0: Le Maillon"


def test_une_echeance_au_dernier_jour_du_calendrier_passe():
    """Une année mal tapée n'arrête pas l'écriture."""
    events = read_events(write_calendar([build_action(end=dt.date.max)], name="N", stamp=STAMP))
    assert events[0]["dtstart"].dt == dt.date.max
