"""De quoi comparer deux pages HTML : les mêmes éléments, dans le même ordre, avec le même texte."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "col", "hr", "img", "link"})
# Les largeurs de colonnes sont laissées à la page ; pandoc numérote les listes comme HTML le fait seul.
SKIPPED = frozenset({"col", "colgroup"})


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SKIPPED:
            self.parts.append((tag, *_settle(tag, attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in SKIPPED | VOID:
            self.parts.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split(" ")).replace("\n", " ").strip(" ")
        if not text:
            return
        if self.parts and self.parts[-1][0] == "":
            text = f"{self.parts.pop()[1]} {text}"
        self.parts.append(("", text))


def _settle(tag: str, attrs: list[tuple[str, str | None]]) -> list[str]:
    kept = []
    for name, value in attrs:
        text = (value or "").strip()
        if (tag, name) in {("table", "style"), ("ol", "type"), ("a", "class")}:
            continue
        if tag in {"th", "td"} and name == "style":
            text = text.replace(" ", "").rstrip(";")
        kept.append(f"{name}={text}")
    return sorted(kept)


def outline(page: str) -> list[tuple[str, ...]]:
    """Les éléments et les textes d'une page, dans l'ordre."""
    reader = _Outline()
    reader.feed(page)
    return reader.parts
