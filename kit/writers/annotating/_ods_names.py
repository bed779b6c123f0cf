"""Les noms qu'un ajout emploie dans un .ods : les siens, distingués de ceux de la personne."""

from __future__ import annotations

import re
from typing import Final

OURS: Final = "kit-"
_URN: Final = "urn:oasis:names:tc:opendocument:xmlns"
PREFIXES: Final = {
    "office": f"{_URN}:office:1.0",
    "style": f"{_URN}:style:1.0",
    "table": f"{_URN}:table:1.0",
    "text": f"{_URN}:text:1.0",
    "fo": f"{_URN}:xsl-fo-compatible:1.0",
    "svg": f"{_URN}:svg-compatible:1.0",
    "number": f"{_URN}:datastyle:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "of": f"{_URN}:of:1.2",
}
# Ce qui nomme un style, une page ou une liste dans ce que le kit écrit.
_NAMES: Final = re.compile(
    rb" ((?:style|table):name|table:style-name|style:(?:data-style|master-page|page-layout)-name"
    rb'|table:content-validation-name)="([^"]*)"'
)
_DROPPED: Final = re.compile(rb' style:display-name="[^"]*"| table:default-cell-style-name="[^"]*"')
_TOP: Final = re.compile(rb"^<[a-z]+:[a-z-]+(?=[\s/>])")


def declare(*prefixes: str) -> str:
    """Les préfixes qu'un ajout emploie, dits sur lui : le fichier peut ne pas les déclarer."""
    return " ".join(f'xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in prefixes)


def own_names(written: bytes) -> bytes:
    """Cet élément que le kit a écrit, ses noms distingués et ses préfixes déclarés."""
    renamed = _NAMES.sub(lambda match: b' %s="%s%s"' % (match[1], OURS.encode(), match[2]), written)
    declared = declare("office", "style", "table", "text", "fo", "svg", "number", "of").encode()
    return _TOP.sub(lambda match: match[0] + b" " + declared, _DROPPED.sub(b"", renamed))
