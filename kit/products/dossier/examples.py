"""Les dossiers d'exemple livrés avec le kit."""

from __future__ import annotations

from pathlib import Path

from kit.domain.locations import find_shipped
from kit.products.saving import save_new


def find_example_folder() -> Path:
    """Le dossier des exemples livrés."""
    return find_shipped("_exemples", "exemples")


def find_example() -> Path:
    """Le dossier dont les documents d'exemple sont tirés."""
    return find_example_folder() / "paris-est-marne-et-bois.ods"


def copy_examples(destination: Path, *, replace_files: bool = False) -> tuple[Path, ...]:
    """Les dossiers d'exemple, copiés en classeurs .ods, et la session de formation d'exemple.

    :raises UsageError: si un fichier existe déjà et que ``replace_files`` est faux.
    """
    folder = find_example_folder()
    sources = sorted((*folder.glob("*.ods"), *(folder / "formation").glob("*.*")))
    contents = {destination / source.relative_to(folder): source.read_bytes() for source in sources}
    return save_new(contents, replace_files=replace_files)
