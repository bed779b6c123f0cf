"""La palette : une source, lisible en clair comme en sombre, que l'on remplace rôle par rôle."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.documents.palette import (
    PaletteError,
    check_contrasts,
    compute_contrast,
    load_palette,
    write_css_variables,
)


def write_own(folder: Path, text: str) -> Path:
    (folder / "references").mkdir(exist_ok=True)
    (folder / "references/palette.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("role", ["ink", "grey", "main", "accent", "done", "discuss", "blocked"])
def test_un_texte_se_lit_sur_chaque_fond(role: str, dark: bool) -> None:  # noqa: FBT001
    """Rapport d'au moins 4,5, la valeur des WCAG, sur le blanc, le papier, le sable et le voile du rôle."""
    colors = load_palette().list_colors(dark=dark)
    grounds = [colors[name] for name in ("surface", "paper", "sand", f"{role}-tint") if name in colors]
    assert min(compute_contrast(colors[role], ground) for ground in grounds) >= 4.5


def test_les_rapports_sont_ceux_de_la_charte() -> None:
    light, dark = load_palette().list_colors(), load_palette().list_colors(dark=True)
    white = {role: round(compute_contrast(light[role], "#ffffff"), 1) for role in ("ink", "main", "accent")}
    assert white == {"ink": 16.0, "main": 9.7, "accent": 6.4}
    night = {
        role: round(compute_contrast(dark[role], dark["paper"]), 1) for role in ("ink", "main", "accent")
    }
    assert night == {"ink": 14.9, "main": 11.1, "accent": 9.0}
    assert list(check_contrasts(load_palette())) == []


def test_une_palette_a_soi_remplace_ses_roles_et_garde_les_autres(tmp_path: Path) -> None:
    own = write_own(tmp_path, 'accent: {light: "#7a1f5c", dark: "#f0a8d8"}\n')
    palette = load_palette(own)
    assert palette.accent.light == "#7a1f5c"
    assert palette.main == load_palette().main


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('acent: {light: "#7a1f5c", dark: "#f0a8d8"}', "vouliez-vous dire « accent »"),
        ('accent: {light: "rouge", dark: "#f0a8d8"}', "« accent.light » n’est pas une couleur"),
        (
            "accent: {}",
            "« accent » demande une de ces couleurs au moins : dark, dark_tint",
        ),
        ('accent: {clair: "#7a1f5c"}', "« accent » demande une de ces couleurs au moins"),
        ('accent: {light: "#ffb347", dark: "#f0a8d8"}', "« accent » sur « surface », en clair"),
        ("- un\n- deux", "un rôle par ligne"),
        ("accent: {", "elle se lit mal"),
    ],
)
def test_une_palette_qui_ne_peut_pas_servir_est_refusee_avec_sa_raison(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(PaletteError, match=r"palette\.yaml") as caught:
        load_palette(write_own(tmp_path, text))
    assert told in str(caught.value)


def test_les_variables_css_disent_le_clair_puis_le_sombre() -> None:
    css = write_css_variables(load_palette())
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    assert "--main: #0b4b5a; --main-tint: #e6f1f2;" in light
    assert "--main: #93d7e6; --main-tint: #1b2f34;" in dark
    bound = write_css_variables(load_palette(), dark_selector='html[data-theme="dark"]')
    assert "@media" not in bound
    assert 'html[data-theme="dark"] { color-scheme: dark; --ink: #f1ebe1;' in bound
