"""Construire le livre avec Sphinx seul, sans Jupyter Book : mêmes réglages, lus dans _config.yml."""

from pathlib import Path

import yaml

_settings = yaml.safe_load((Path(__file__).parent / "_config.yml").read_text(encoding="utf-8"))
_html, _execute, _sphinx = _settings["html"], _settings["execute"], _settings["sphinx"]

extensions = ["myst_nb", "sphinx_external_toc", "sphinx_design", "sphinx_togglebutton", "sphinx_copybutton"]
extensions += _sphinx["extra_extensions"]
project, author, copyright = (_settings[key] for key in ("project", "author", "copyright"))  # noqa: A001 — nom imposé par Sphinx
html_logo, html_favicon = f"book/{_settings['logo']}", f"book/{_html['favicon']}"
html_sourcelink_suffix = ""
html_baseurl = _html["baseurl"]
exclude_patterns = _settings["exclude_patterns"]
external_toc_exclude_missing = _settings["only_build_toc_files"]
use_multitoc_numbering = _html["use_multitoc_numbering"]
myst_enable_extensions = _settings["parse"]["myst_enable_extensions"]
nb_execution_mode = _execute["execute_notebooks"]
nb_execution_timeout = _execute["timeout"]
nb_execution_raise_on_error = _execute["raise_on_error"]
nb_output_stderr = _execute["stderr_output"]
globals().update(_sphinx["config"])
