"""Ce qui trahit une interface restée en anglais."""

from __future__ import annotations

import re

# Mots anglais qui ne sont pas aussi des mots français.
ENGLISH = re.compile(
    r"\b(the|this|search|toggle|show|hide|skip|main|contents?|previous|next|download|fullscreen|back|top|"
    r"light|dark|settings|copy|copied|click|collapse|expand|sidebar|hidden|heading|link|built|with|created|"
    r"using|results|please|home|launch|suggest|edit|issue|repository|open|close|by|found)\b",
    re.IGNORECASE,
)
# Le texte des licences porte ces sigles ; un module du kit et une branche de dépôt ont un nom anglais.
PROPER = re.compile(r"CC BY|Creative Commons|\bkit(?:\.\w+)+|^main$")
