"""La ligne de commande : le seul endroit qui imprime et qui choisit l'état de sortie."""

from __future__ import annotations

from kit.cli.main import build_parser, main

__all__ = ["build_parser", "main"]
