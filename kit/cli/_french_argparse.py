"""L'aide et les erreurs d'argparse en français ; un test vérifie qu'aucune phrase anglaise ne reste."""

from __future__ import annotations

import argparse
from typing import Any, Final

from kit.domain.errors import suggest
from kit.domain.typography import join_list, typeset

# Clé : la phrase d'argparse (celles de Python 3.11 à 3.14) ; valeur : la nôtre.
SENTENCES: Final[dict[str, str]] = {
    " (default: %(default)s)": " (par défaut : %(default)s)",
    "%(heading)s:": "%(heading)s:",
    "%(prog)s: error: %(message)s\n": "%(prog)s : %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s : attention, %(message)s\n",
    "%r is not callable": "%r ne peut pas être appelé",
    "'required' is an invalid argument for positionals": "« required » ne va pas avec une position",
    ".__call__() not defined": ".__call__() n’est pas défini",
    "ambiguous option: %(option)s could match %(matches)s": (
        "l’option %(option)s est ambiguë : %(matches)s lui ressemblent"
    ),
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    'argument "-" with mode %r': "« - » ne va pas avec le mode %r",
    "argument '%(argument_name)s' is deprecated": "l’argument « %(argument_name)s » est abandonné",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne s’ouvre pas : %(error)s",
    "cannot have multiple subparser arguments": "une seule liste de commandes est possible",
    "cannot merge actions - two groups are named %r": "deux groupes portent le nom %r",
    "command '%(parser_name)s' is deprecated": "la commande « %(parser_name)s » est abandonnée",
    "conflicting option string: %s": "option en double : %s",
    "conflicting option strings: %s": "options en double : %s",
    "conflicting subparser alias: %s": "nom de commande en double : %s",
    "conflicting subparser: %s": "commande en double : %s",
    "dest= is required for options like %r": "dest= est obligatoire pour une option comme %r",
    "expected %s argument": "%s valeur attendue",
    "expected %s arguments": "%s valeurs attendues",
    "expected at least one argument": "au moins une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected one argument": "une valeur est attendue",
    "ignored explicit argument %r": "la valeur %r est de trop",
    "invalid %(type)s value: %(value)r": "valeur refusée : %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "choix inconnu : %(value)r (choisissez parmi %(choices)s)"
    ),
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "choix inconnu : %(value)r, vouliez-vous dire %(closest)r ? (choisissez parmi %(choices)s)"
    ),
    "invalid conflict_resolution value: %r": "valeur refusée pour conflict_resolution : %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r": (
        "l’option %(option)r doit commencer par l’un des caractères %(prefix_chars)r"
    ),
    "mutually exclusive arguments must be optional": "des arguments exclusifs doivent être facultatifs",
    "not allowed with argument %s": "ne va pas avec l’argument %s",
    "one of the arguments %s is required": "l’un des arguments %s est obligatoire",
    "options": "options\u00a0",
    "positional arguments": "arguments\u00a0",
    "required": "obligatoire",
    "show program's version number and exit": "affiche la version et s’arrête",
    "show this help message and exit": "affiche cette aide et s’arrête",
    "subcommands": "commandes",
    "the following arguments are required: %s": "il manque : %s",
    "unexpected option string: %s": "option inattendue : %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "commande inconnue : %(parser_name)r (choisissez parmi %(choices)s)"
    ),
    "unrecognized arguments: %s": "argument inconnu : %s",
    "usage: ": "utilisation : ",
}


class Formatter(argparse.HelpFormatter):
    """L'aide sur cent colonnes, les commandes bien alignées."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)


class Parser(argparse.ArgumentParser):
    """Un analyseur qui ne devine aucune abréviation, et propose le mot le plus proche d'un choix refusé."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - ce que chaque version d'argparse y met
        super().__init__(allow_abbrev=False, formatter_class=Formatter, **options)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse une valeur hors des choix.

        :raises ArgumentError: si elle n'en est pas ; argparse en fait une phrase.
        """
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        near = suggest(str(value), known)
        sentence = f"choix inconnu : « {value} »{near} (choisissez parmi {join_list(known, 'ou')})"
        raise argparse.ArgumentError(action, typeset(sentence))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401 - une seule signature pour celles d'argparse
        """Refuse ici une option inconnue : l'analyseur de la commande sait laquelle lui ressemble."""
        found, extras = super().parse_known_args(args, namespace)
        unknown = next((one.partition("=")[0] for one in extras if one.startswith("--")), "")
        if unknown:
            near = suggest(unknown, self._option_string_actions)
            self.error(f"{translate('unrecognized arguments: %s') % unknown}{typeset(near)}")
        return found, extras


def translate(sentence: str) -> str:
    """La phrase française d'argparse, ou la phrase telle quelle si elle n'est pas dans la table."""
    return SENTENCES.get(sentence, sentence)


def translate_count(one: str, many: str, count: int) -> str:
    """La phrase française, accordée au nombre."""
    return translate(one if count < 2 else many)


def install() -> None:
    """Branche la table sur argparse, dont la traduction passe par ces deux noms."""
    argparse._ = translate  # type: ignore[attr-defined] # point d'entrée de gettext dans argparse
    argparse.ngettext = translate_count  # type: ignore[attr-defined] # idem
