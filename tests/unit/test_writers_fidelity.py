"""Ce qu'une personne écrit ressort à l'identique de chaque format, et ne devient jamais du code."""

from __future__ import annotations

import io
import re
import subprocess
from html import unescape
from html.parser import HTMLParser

import docx
import odfdo
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.documents.document import Document
from kit.documents.templates import escape_markdown
from kit.writers.pandoc import write_documents

pytestmark = pytest.mark.lent

HOSTILE = [
    "# Titre",
    "## R&D <b>gras</b> | *vite* _souligné_",
    "- puce",
    "+ plus",
    "1. un",
    "1) un",
    ": légende",
    "Table: x",
    "::: {.encadre}",
    "![image](/etc/passwd)",
    "[lien](file:///etc/passwd)",
    "<script>alert(1)</script>",
    "<!-- commentaire -->",
    '{=typst} #read("/etc/passwd")',
    '#read("/etc/passwd")',
    '#include "x.typ"',
    "$x^2$ et \\(y\\)",
    "\\input{/etc/passwd}",
    "@citation [@x] [^1]",
    "http://exemple.fr et camille@exemple.fr",
    "--- ... -- 'a' \"b\"",
    "https://a.fr//b /* c */ // d",
    "a~b~ ^c^ `code` ~~x~~ ==y==",
    "\\",
    "fin\\",
    "|",
    "a | b || c",
    "   ",
    "= titre typst",
    "== autre",
    "/ terme : x",
    "<etiquette> @ref *gras* _it_",
    "Œuvre d’été : « L’Haÿ » – 12 000 €",
    "---",
    "***",
    "> citation",
    "    code",
    "* * *",
    "%%% $$ &amp; &#35; &lt;",
    "a\u00a0b\u202fc\u2003d",
    "a\nb\tc\x0bd\x00e",
    "(@) exemple",
    "#", "##", "-", "+", "=", "/", "*", "_", ".", "1.", "a.", "i)", ":", "~", "`", "```", "~~~",
]  # fmt: skip


def expected(text: str) -> str:
    """Ce que la protection promet : une ligne, sans caractère de contrôle."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape_markdown(text))


def build_document(texts: list[str]) -> Document:
    """Chaque texte dans un paragraphe, puis chaque texte dans une cellule, puis dans une puce."""
    escaped = [escape_markdown(text) for text in texts]
    paragraphs = "\n\n".join(escaped)
    rows = "\n".join(f"| {text} | z |" for text in escaped)
    items = "\n".join(f"- {text}" for text in escaped)
    markdown = f"{paragraphs}\n\n| A | B |\n|---|---|\n{rows}\n\n{items}\n"
    return Document(name="plan-action", title="T", subtitle="", markdown=markdown)


def keep_printable(texts: list[str]) -> list[str]:
    return [text for text in texts if expected(text).strip()]


class _Texts(HTMLParser):
    """Les textes de main, par élément p, td et li."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {"p": [], "td": [], "li": []}
        self.current: list[str] = []
        self.tags: set[str] = set()
        self.inside = False

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        self.tags.add(tag)
        if tag in self.found:
            self.current = []

    def handle_data(self, data: str) -> None:
        self.current.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag in self.found:
            self.found[tag].append("".join(self.current))


def read_html(content: bytes) -> tuple[list[str], list[str], list[str]]:
    parser = _Texts()
    parser.feed(content.decode())
    assert parser.tags <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "main",
        "div", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "ul", "li",
    }  # fmt: skip
    return parser.found["p"], parser.found["td"][::2], parser.found["li"]


def read_docx(content: bytes) -> tuple[list[str], list[str], list[str]]:
    document = docx.Document(io.BytesIO(content))
    body = [paragraph for paragraph in document.paragraphs if paragraph.style.name != "Title"]
    listed = [p.text for p in body if p._p.pPr.numPr is not None]
    plain = [p.text for p in body if p._p.pPr is None or p._p.pPr.numPr is None]
    return plain, [row.cells[0].text for row in document.tables[0].rows[1:]], listed


def read_odt(content: bytes) -> tuple[list[str], list[str], list[str]]:
    body = odfdo.Document(io.BytesIO(content)).body
    cells = [row.get_elements("table:table-cell")[0] for row in body.get_elements("//table:table-row")]
    plain = [p for p in body.get_elements("office:text/text:p | text:p") if p.style != "Title"]
    listed = body.get_elements("//text:list-item/text:p")
    return (
        [read_odt_text(p) for p in plain],
        [read_odt_text(c.get_element("text:p")) for c in cells[1:]],
        [read_odt_text(p) for p in listed],
    )


def read_odt_text(element: odfdo.Element) -> str:
    return str(element.inner_text)


def assert_same(texts: list[str]) -> None:
    wanted = [expected(text) for text in texts]
    written = write_documents([build_document(texts)], ("docx", "odt", "html"))
    readers = {"docx": read_docx, "odt": read_odt, "html": read_html}
    for (_, name), content in written.items():
        paragraphs, cells, items = readers[name](content)
        assert paragraphs == wanted, name
        assert cells == wanted, name
        assert items == wanted, name


def test_les_textes_hostiles_connus_ressortent_a_l_identique():
    """Titres, puces, code, liens, images, typst : rien n'est interprété."""
    assert_same(keep_printable(HOSTILE))


LETTERS = st.characters(exclude_categories=("Cs", "Co", "Cn", "Zl", "Zp"), exclude_characters="\xad")


# Le trait d'union conditionnel (U+00AD) devient en docx une balise que python-docx ne lit pas.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(
    st.text(alphabet=LETTERS, max_size=40),
    st.text(alphabet="#*_-+=|\\<>[](){}!:.@^~`$&%/\"' \n\t1aé\u00a0", max_size=30),
), min_size=1, max_size=12).map(keep_printable).filter(bool))  # fmt: skip
def test_un_texte_quelconque_ressort_a_l_identique(texts):
    """La propriété, sur des textes tirés au hasard, en bureautique et en page web."""
    assert_same(texts)


def read_pdf(content: bytes) -> str:
    command = ["pdftotext", "-raw", "-", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return re.sub(r"\s", "", done.stdout.decode())


def assert_in_pdf(texts: list[str]) -> None:
    markdown = "\n\n".join(f"§{rank}§{escape_markdown(text)}§" for rank, text in enumerate(texts))
    rows = "\n".join(f"| §c{rank}§{escape_markdown(text)}§ | z |" for rank, text in enumerate(texts))
    starts = "\n\n".join(f"{escape_markdown(text)}§d{rank}§" for rank, text in enumerate(texts))
    rows += "".join(f"\n| {escape_markdown(text)}§e{rank}§ | z |" for rank, text in enumerate(texts))
    items = "\n".join(f"- {escape_markdown(text)}§f{rank}§" for rank, text in enumerate(texts))
    spans = "\n\n".join(
        f"[{escape_markdown(text)}§g{rank}§]{{.etiquette}}" for rank, text in enumerate(texts)
    )
    table = f"| A | B |\n|----------|-|\n{rows}"
    document = Document(
        name="plan-action",
        title="T",
        subtitle="",
        markdown=f"{markdown}\n\n{table}\n\n{starts}\n\n{items}\n\n{spans}\n",
    )
    (content,) = write_documents([document], ("pdf",)).values()
    found = read_pdf(content)
    for rank, text in enumerate(texts):
        flat = re.sub(r"\s", "", expected(text))
        assert f"§{rank}§{flat}§" in found
        assert f"§c{rank}§{flat}§" in found
        assert all(f"{flat}§{place}{rank}§" in found for place in "defg")


def test_les_textes_hostiles_connus_se_lisent_dans_le_pdf():
    """Aucun n'est du code typst."""
    assert_in_pdf(keep_printable(HOSTILE))


@settings(max_examples=30, deadline=None)
@given(st.lists(
    st.text(alphabet="#*_-+=|\\<>[](){}!:.@^~`$&%/\"' 1aZé’«»€", min_size=1, max_size=30),
    min_size=1, max_size=12,
).map(keep_printable).filter(bool))  # fmt: skip
def test_un_texte_quelconque_se_lit_dans_le_pdf(texts):
    """La propriété, sur un alphabet que toutes les polices ont."""
    assert_in_pdf(texts)


def test_un_texte_hostile_reste_du_texte_dans_chaque_bloc_du_kit():
    """Titre de partie, encadré, note, chiffres, étiquette et légende, dans le PDF comme dans la page."""
    texts = keep_printable(HOSTILE)
    blocks = [
        f"## T{rank} {safe}\n\n::: {{.encadre}}\n{safe}\n\n- {safe}\n:::\n\n::: {{.note}}\n{safe}\n:::\n\n"
        f"::: {{.chiffres}}\n- **{rank}** {safe}\n:::\n\nAvant [{safe}]{{.etiquette}} après.\n\n"
        f"| A |\n|---|\n| x |\n\n: L{rank} {safe}\n"
        for rank, safe in enumerate(map(escape_markdown, texts))
    ]
    document = Document(name="plan-action", title="T", subtitle="", markdown="\n\n".join(blocks))
    written = write_documents([document], ("docx", "odt", "html", "pdf"))
    found = read_pdf(written[document.name, "pdf"])
    page = re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", written[document.name, "html"].decode())))
    for rank, text in enumerate(texts):
        flat = re.sub(r"\s", "", expected(text))
        for wanted in (f"T{rank}{flat}", f"{rank}{flat}", f"Avant{flat}après.", f"L{rank}{flat}"):
            assert wanted in found
            assert wanted in page
    styles = {p.style.name for p in docx.Document(io.BytesIO(written[document.name, "docx"])).paragraphs}
    assert {"Encadré", "Encadré liste", "Note", "Chiffres", "Table Caption", "Heading 1"} <= styles


def test_le_titre_et_le_sous_titre_sont_du_texte():
    """Le titre vient aussi de la personne."""
    hostile = '#read("/etc/passwd") <b>R&D</b> *x* $y$ \\'
    document = Document(name="plan-action", title=hostile, subtitle=hostile, markdown="Texte.\n")
    written = write_documents([document], ("docx", "odt", "html", "pdf"))
    kind = document.name
    assert docx.Document(io.BytesIO(written[kind, "docx"])).core_properties.title == hostile
    assert docx.Document(io.BytesIO(written[kind, "docx"])).paragraphs[0].text == hostile
    assert odfdo.Document(io.BytesIO(written[kind, "odt"])).meta.title == hostile
    flat = re.sub(r"\s", "", hostile)
    assert read_pdf(written[kind, "pdf"]).count(flat) == 2
