"""Les signes rares que les gens tapent : dessinés, ou remplacés et dits ; jamais un format de perdu."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import icalendar
import pikepdf
import pytest
import yaml

from kit.domain.values import Action
from kit.products.dossier.producing import produce
from kit.products.options import Options
from kit.writers.calendar import write_calendar
from kit.writers.look import load_look
from kit.writers.pdf import PdfError, list_undrawn_in_drawing, list_undrawn_signs
from kit.writers.signs import dress_drawing, list_rare_signs, spell_for_drawing

FONTS = load_look().fonts
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>{0}</title><text x="1">{0}</text></svg>'
TODAY = dt.date(2026, 11, 23)
OPTIONS = Options(today=TODAY)
EMOJI = ["❤️", "👍🏽", "👨‍👩‍👧", "🇫🇷", "1️⃣", "🧑🏾‍💻", "🏳️‍🌈", "☎️", "e\u0301", "✅", "⭐"]
UNDRAWN = ["\ue000", "中", "\u0378"]


def write_dossier(path: Path, sign: str) -> Path:
    """Un dossier où le signe est dans le nom, la cause, un partenaire, un titre et un axe."""
    dossier = {
        "alliance": {"nom": f"Alliance {sign}", "territoire": "Les Mureaux", "cause": f"Apprendre {sign}"},
        "partenaires": [
            {"nom": f"P {sign}", "famille": "association", "role": "porte", "engagement": "engagé"},
            {"nom": "Q", "famille": "commune", "role": "relaie", "engagement": "engagé"},
        ],
        "actions": [
            {
                "numero": "A1",
                "titre": f"T {sign}",
                "axe": f"X {sign}",
                "structure_pilote": f"P {sign}",
                "statut": "à venir",
                "fin": "30/06/2027",
            }
        ],
    }
    path.write_text(yaml.safe_dump(dossier), encoding="utf-8")
    return path


def test_un_signe_est_un_groupe_et_non_un_caractere() -> None:
    """Un pouce et sa couleur de peau ne se séparent pas."""
    assert list_rare_signs("Bravo 👍🏽 à tous 👍🏽") == ("👍🏽",)
    assert list_rare_signs("Été à l’école : 12 %") == ()


@pytest.mark.parametrize("sign", EMOJI)
def test_un_emoji_courant_se_dessine_dans_une_page_et_dans_une_figure(sign: str) -> None:
    """Une police libre les porte."""
    assert list_undrawn_signs(f"mot {sign} mot", fonts=FONTS) == ()
    assert list_undrawn_in_drawing(SVG.format(f"mot {sign} mot"), fonts=FONTS) == ()


@pytest.mark.parametrize("sign", UNDRAWN)
def test_un_signe_sans_dessin_est_nomme(sign: str) -> None:
    """Dans une page comme dans une figure."""
    assert list_undrawn_signs(f"mot {sign} mot 👍🏽", fonts=FONTS) == (sign,)
    assert list_undrawn_in_drawing(SVG.format(f"mot {sign} mot 👍🏽"), fonts=FONTS) == (sign,)


def test_un_dessin_garde_son_titre_et_remplace_ce_qui_manque() -> None:
    """Le titre est lu, non dessiné ; le texte prend la police des émojis, ou « □ »."""
    dressed = dress_drawing(SVG.format("a 👍🏽 🇫🇷 中"), lambda sign: sign != "中")
    assert "<title>a 👍🏽 🇫🇷 中</title>" in dressed
    assert '<tspan font-family="Noto Emoji">👍</tspan> FR □</text>' in dressed.replace(
        '<tspan font-family="Noto Emoji">FR</tspan>', "FR"
    )
    assert spell_for_drawing("🏳️‍🌈") == "🏳🌈"


@pytest.mark.parametrize("sign", [*EMOJI, *UNDRAWN, "\ufeff", "a\nb", "\u202eab", "x" * 120])
def test_un_signe_rare_ne_prive_d_aucun_format(sign: str, tmp_path: Path) -> None:
    """Dans un nom, une cause, un partenaire, un axe : tout est écrit ; ce qui manque est dit."""
    made = produce(write_dossier(tmp_path / "d.yaml", sign), tmp_path, options=OPTIONS)
    assert len(made.files) == 17
    assert "format-manque" not in {problem.code for problem in made.problems}
    told = [problem for problem in made.problems if problem.code == "caractere-absent"]
    assert [problem.where.column for problem in told] == (["Nom de l'alliance"] if sign in UNDRAWN else [])
    for path in made.files:
        if path.suffix == ".pdf":
            with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
                assert pdf.Root.MarkInfo.Marked


def test_un_format_qui_echoue_laisse_faire_les_autres(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le PDF est dit manqué, avec sa raison ; les autres formats sont là."""

    def refuse(*_: object, **__: object) -> bytes:
        raise PdfError("typst a refusé le document : essai")

    monkeypatch.setattr("kit.writers.pandoc.write_pdf", refuse)
    made = produce(write_dossier(tmp_path / "d.yaml", ""), tmp_path, options=OPTIONS)
    assert {path.suffix for path in made.files} == {".docx", ".odt", ".html", ".xlsx", ".ods", ".ics"}
    missed = [problem for problem in made.problems if problem.code == "format-manque"]
    assert {problem.where.file for problem in missed} == {
        "fiche-argumentaire.pdf",
        "plan-action.pdf",
        "grille-evaluation.pdf",
    }
    assert "essai" in missed[0].message


def test_pandoc_qui_refuse_un_lot_ne_prive_que_du_format_fautif(tmp_path: Path) -> None:
    """Un fichier d'aspect abîmé pour Word : le reste est écrit."""
    models = tmp_path / "modeles" / "references"
    models.mkdir(parents=True)
    (models / "reference.docx").write_bytes(b"ceci n'est pas un docx")
    options = Options(formats=("docx", "odt", "html"), overrides=models.parent, today=TODAY)
    made = produce(write_dossier(tmp_path / "d.yaml", ""), tmp_path / "sortie", options=options)
    assert {path.suffix for path in made.files} == {".odt", ".html"}
    missed = [problem.where.file for problem in made.problems if problem.code == "format-manque"]
    assert len(missed) == 3
    assert all(name.endswith(".docx") for name in missed)


def test_une_faute_de_programme_garde_sa_trace_une_fois_le_reste_ecrit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Le calendrier casse : les textes et les classeurs sont là, et la trace aussi."""

    def crash(*_: object, **__: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr("kit.writers.calendar.write_calendar", crash)
    with pytest.raises(ZeroDivisionError):
        produce(write_dossier(tmp_path / "d.yaml", ""), tmp_path, options=OPTIONS)
    assert len(list((tmp_path / "d").glob("*.*[!l]"))) > 10
    assert not list((tmp_path / "d").glob("*.ics"))


def test_un_agenda_protege_et_plie_ce_que_la_personne_a_ecrit() -> None:
    """Retours, virgules et points-virgules ; les titres gardent leurs propres espaces et apostrophes."""
    action = Action(
        number="A1", title='Voir; l\'école,\nle lycée : "ici" ' + "x" * 120, end=dt.date(2027, 6, 30)
    )
    content = write_calendar([action], name="Alliance\ndes Mureaux", stamp=TODAY)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(content)
    assert str(calendar["X-WR-CALNAME"]).endswith("Alliance des Mureaux")
    (event,) = calendar.walk("VEVENT")
    assert 'Voir; l\'école, le lycée : "ici" xxx' in str(event["SUMMARY"])
