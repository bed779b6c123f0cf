"""L'agenda public et les nouvelles : des données contrôlées, une page, deux fils."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import icalendar
import pytest
from small_book import SmallBook, build_book, run_sphinx, run_sphinx_apart, write_pages

from kit import __version__
from kit.knowledge.catalogue import CatalogueError, load_catalogue
from kit.products.agenda.events import (
    AGENDA_FILE,
    NEWS_FILE,
    PublicEvent,
    load_events,
    load_news,
    read_events,
    read_news,
    split_events,
)
from kit.products.agenda.feeds import ATOM, write_news_feed, write_public_agenda

ROOT = Path(__file__).parents[2]
STAMP = dt.date(2026, 11, 23)
PAGE = "# Agenda\n\n```{agenda}\n```\n\n```{actualites}\n```\n"
INDEX = "# Accueil\n\n```{toctree}\nprojet/agenda\nsources\n```\n"


def build_event(start: str, end: str) -> PublicEvent:
    return PublicEvent(
        key=f"AGD-{start}",
        title="Une rencontre",
        start=dt.date.fromisoformat(start),
        end=dt.date.fromisoformat(end),
        place="Ici",
        summary="Un résumé.",
        proof="EV01",
    )


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Un livre dont l'agenda n'est pas à la racine."""
    return build_book(tmp_path_factory.mktemp("agenda"), {"index": INDEX, "projet/agenda": PAGE})


# --- Les données --------------------------------------------------------------------------


def test_chaque_evenement_livre_est_prouve_par_une_fiche_qui_dit_son_jour() -> None:
    """La fiche est sûre, sourcée, et son énoncé porte l'année."""
    assert len(load_events()) >= 5
    for event in load_events():
        entry = load_catalogue().get_entry(event.proof)
        assert entry.source is not None, event.key
        assert entry.is_statable, event.key
        assert str(event.start.year) in entry.statement, event.key


def test_les_nouvelles_suivent_les_versions_du_journal() -> None:
    """Une version citée a sa section ; elle n'est publiée que si le journal la date."""
    journal = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## \[(\d+\.\d+\.\d+)\] – (.+)$", journal, re.MULTILINE))
    assert load_news()[0].version == __version__
    for item in load_news():
        assert item.is_released == (sections[item.version] != "non publiée"), item.key


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("fiche: EV01", "fiche: EV99", "« EV99 », cité par « fiche », n’existe pas"),
        ("fiche: EV01", "fiche: C13", "hypothèse ou un doute"),
        ("fiche: EV01", "fiche: QST-DPV", "« QST-DPV » n’a pas de source"),
        ("debut: 2020-07-08", "debut: 2020-07-08\n    fin: 2020-07-07", "ne convient pas à « fin »"),
        ("debut: 2020-07-08", "debut: juillet 2020", "ne convient pas à « debut »"),
        ("lieu: à distance", "lieux: à distance", "la clé « lieux » n’est pas connue"),
        ("cle: AGD-CHARTE", "cle: AGD-RENCONTRE", "« AGD-RENCONTRE » est déclaré deux fois"),
    ],
)
def test_un_evenement_mal_ecrit_est_refuse_avec_sa_ligne(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    """Le fichier, la ligne, ce qui ne va pas et que faire."""
    text = AGENDA_FILE.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "agenda.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_events(path, load_catalogue())
    messages = [f"{problem.where.line} {problem.message}" for problem in caught.value.problems]
    assert any(said in message for message in messages), messages
    assert all(problem.where.line and problem.remedy for problem in caught.value.problems)


def test_une_nouvelle_mal_ecrite_est_refusee(tmp_path: Path) -> None:
    """Une version n'est pas un mot."""
    path = tmp_path / "actualites.yaml"
    shutil.copy(NEWS_FILE, path)
    path.write_text(path.read_text(encoding="utf-8").replace('"0.1.0"', "prochaine", 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match="prochaine"):
        read_news(path)


def test_un_evenement_en_cours_est_encore_a_venir() -> None:
    """Le dernier jour compte ; le lendemain, c'est passé ; les passés vont à rebours."""
    events = (
        build_event("2026-01-01", "2026-01-02"),
        build_event("2026-03-01", "2026-03-03"),
        build_event("2026-05-01", "2026-05-01"),
    )
    coming, past = split_events(events, dt.date(2026, 3, 3))
    assert [event.start.month for event in coming] == [3, 5]
    assert [event.start.month for event in split_events(events, dt.date(2026, 5, 2))[1]] == [5, 3, 1]
    assert [event.start.month for event in past] == [1]


# --- Les fils -----------------------------------------------------------------------------


def test_l_agenda_se_relit_et_ses_identifiants_ne_changent_pas() -> None:
    """Un événement de deux jours finit le lendemain du second ; deux écritures sont identiques."""
    events = (build_event("2027-03-01", "2027-03-02"),)
    written = write_public_agenda(events, stamp=STAMP)
    assert written == write_public_agenda(events, stamp=STAMP)
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2027, 3, 1), dt.date(2027, 3, 3))
    assert str(event["uid"]).startswith("urn:uuid:")


def test_le_fil_atom_a_tout_ce_que_la_norme_demande() -> None:
    """Identifiant, titre, date, auteur ; pour chaque entrée, identifiant, titre, date et lien."""
    feed = ET.fromstring(write_news_feed(load_news()))  # noqa: S314 - notre propre fil
    names = {"a": ATOM}
    assert feed.tag == f"{{{ATOM}}}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert feed.findtext("a:author/a:name", namespaces=names)
    assert feed.findtext("a:updated", namespaces=names) == f"{load_news()[0].day.isoformat()}T12:00:00Z"
    entries = feed.findall("a:entry", names)
    identifiers = [item.findtext("a:id", namespaces=names) for item in (feed, *entries)]
    assert len(entries) == len(load_news())
    assert len(set(identifiers)) == len(entries) + 1
    assert all(str(identifier).startswith("urn:uuid:") for identifier in identifiers)
    for entry in entries:
        assert all(entry.findtext(f"a:{tag}", namespaces=names) for tag in ("title", "updated", "summary"))
        assert entry.find("a:link", names) is not None


def test_le_fil_prend_l_adresse_du_site_quand_il_en_a_une() -> None:
    """Sans adresse, les liens sont relatifs au fil et rien n'est inventé."""
    bare, placed = (
        write_news_feed(load_news(), base=base).decode() for base in ("", "https://exemple.fr/livre")
    )
    assert 'href="agenda.html"' in bare
    assert "https://" not in bare
    assert 'href="https://exemple.fr/livre/agenda.html"' in placed
    assert 'rel="self"' in placed


def test_un_fil_sans_nouvelle_est_refuse() -> None:
    """Il n'aurait pas de date."""
    with pytest.raises(ValueError, match="au moins une nouvelle"):
        write_news_feed(())


# --- La page ------------------------------------------------------------------------------


def test_la_page_dit_les_dates_leur_source_et_ou_les_suivre(book: SmallBook) -> None:
    """Une entrée par événement, une source chacune ; les liens mènent aux fichiers écrits."""
    assert (book.status, book.said) == (0, "")
    page = book.read("projet/agenda")
    assert len(page.select("dl.kit-agenda > dt")) == len(load_events())
    assert len(page.select("dl.kit-agenda .kit-source")) == len(load_events())
    for link in page.select(".kit-feed a"):
        assert (book.folder / "projet" / link["href"]).resolve().is_file()
    assert [term["id"] for term in page.select("dl.kit-news > dt")] == [
        item.key.lower() for item in load_news()
    ]


def test_la_page_dit_honnetement_qu_aucune_date_a_venir_n_est_verifiee(book: SmallBook) -> None:
    """Elle dit aussi comment en proposer une."""
    text = book.read("projet/agenda").get_text(" ")
    assert "Nous n’avons vérifié aucun événement à venir." in text
    assert "Ajouter un événement" in text
    assert "### Ajouter un événement" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_chaque_page_annonce_les_deux_fils(book: SmallBook) -> None:
    """Avec une adresse juste depuis la page."""
    for name, lead in (("index", ""), ("projet/agenda", "../")):
        links = book.read(name).select("head link[rel=alternate]")
        assert {link["href"] for link in links} == {f"{lead}actualites.xml", f"{lead}agenda.ics"}


def test_le_jour_de_la_construction_range_les_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Construite la veille de la rencontre, la page l'annonce ; refaite ensuite, elle la range."""
    write_pages(tmp_path, {"index": INDEX, "projet/agenda": PAGE})
    with monkeypatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2020, 7, 7, tzinfo=dt.UTC).timestamp())))
        before = run_sphinx_apart(tmp_path).read("projet/agenda").select("dl.kit-agenda")
    assert "8\u00a0juillet 2020" in before[0].text
    after = run_sphinx(tmp_path).read("projet/agenda").select("dl.kit-agenda")
    assert len(before) == 2
    assert len(after) == 1
