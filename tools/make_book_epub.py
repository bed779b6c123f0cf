"""Fait l'EPUB du livre entier, et le nettoie pour que toute liseuse l'ouvre.

Appelé par ``make livre-epub``.
"""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

from _paper_reading import build_from_reading

ROOT = Path(__file__).parents[1]
RAW = ROOT / "_build" / "epub"
THEME = ROOT / "kit" / "sphinxext" / "theme"


def build_raw() -> Path:
    """L'EPUB de Sphinx, avant nettoyage.

    :raises subprocess.CalledProcessError: si le livre ne se construit pas.
    """
    from kit import __version__
    from kit.sphinxext.downloads.book_files import NAME

    settings = {
        "epub_basename": NAME,
        "epub_identifier": f"{NAME}-{__version__}",
        "epub_uid": f"{NAME}-{__version__}",
        "epub_language": "fr",
        "epub_show_urls": "no",
        "epub_tocdepth": "2",
        "epub_tocdup": "0",
        "epub_description": "Convaincre, s’organiser, se relire : agir à plusieurs sur un territoire",
        "epub_copyright": "CC BY 4.0",
        # Les lettres restent au livre en ligne : une liseuse a les siennes.
        "epub_exclude_files": ",".join(
            f"_static/fonts/{path.name}" for path in (THEME / "static" / "fonts").iterdir()
        ),
    }
    options = [word for key, value in settings.items() for word in ("-D", f"{key}={value}")]
    build_from_reading("epub", RAW, *options)
    return RAW / f"{NAME}.epub"


def clean_epub(raw: Path, target: Path) -> None:
    """Recopie l'EPUB, page par page, sans ce qu'une liseuse refuse."""
    from kit.sphinxext.downloads.epub_pages import SHEET, clean_package, clean_page, is_kept

    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(raw) as before:
        files = {name: before.read(name) for name in sorted(before.namelist())}
    for name, content in files.items():
        if name.endswith(".xhtml") and name != "nav.xhtml":
            files[name] = clean_page(content.decode(), name, files).encode()
    drawn = {name for name, content in files.items() if name.endswith(".xhtml") and b"<svg" in content}
    files["content.opf"] = clean_package(files["content.opf"].decode(), drawn).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        after.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name in filter(is_kept, files):
            after.writestr(name, files[name])
        after.write(THEME / "css" / "epub.css", SHEET)


def main() -> int:
    """Construit, nettoie, note l'empreinte."""
    from kit.sphinxext.downloads.book_files import FOLDER, NAME, read_book_fingerprint, stamp_of
    from kit.sphinxext.downloads.productions import format_size

    start = time.perf_counter()
    target = ROOT / "_build" / FOLDER / f"{NAME}.epub"
    fingerprint = read_book_fingerprint()
    clean_epub(build_raw(), target)
    stamp_of(target).write_text(fingerprint, encoding="ascii")
    size, seconds = format_size(target.stat().st_size), time.perf_counter() - start
    print(f"Le livre en EPUB : {target} ({size}, en {seconds:.0f} s). « make livre » l'offrira en ligne.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
