# Tout se lance d'ici. « make » seul montre l'aide.
PYTHON ?= python3
BIN := .venv/bin
EXEMPLES := $(wildcard exemples/*.ods)
READY := .venv/.pret
READY_SPHINX := .venv-sphinx/.pret
READY_NODE := node_modules/.pret
READY_WEB := .venv-navigateur/.pret
# Le moteur de l'atelier : sans npm, le livre se construit quand même, et sa page le dit.
MOTEUR = $(BIN)/python tools/build_web.py
# Deux processus se partagent les fichiers de contrôles, dans l'ordre que dit tests/conftest.py.
DEUX := -n 2 --dist loadfile --no-loadscope-reorder
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export OMP_NUM_THREADS := 1

.DEFAULT_GOAL := aide
.PHONY: aide demo livre livre-pdf livre-epub livre-sphinx hors-ligne moteur essai test style exemples mesures verrou systeme propre

aide: ## montre cette aide
	@echo "Jouer collectif en territoire : ce que make sait faire"
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1 : /'

demo: $(READY) ## produit les documents des exemples et le livre, et dit où ils sont
	$(BIN)/kit produire $(EXEMPLES) --dans sortie --le 23/11/2026
	@$(MAKE) --no-print-directory livre
	@echo
	@echo "Les documents : $(CURDIR)/sortie"
	@echo "Le livre      : $(CURDIR)/_build/html/index.html"

livre: $(READY) moteur ## construit le livre dans _build/html
	$(BIN)/jupyter-book build book -W -n --keep-going

livre-pdf: $(READY) moteur ## fait le livre entier en un PDF balisé, que le livre offre ensuite
	$(BIN)/python tools/make_book_pdf.py

livre-epub: $(READY) moteur ## fait le livre entier en EPUB, que le livre offre ensuite
	$(BIN)/python tools/make_book_epub.py

livre-sphinx: $(READY_SPHINX) moteur ## construit le livre avec Sphinx seul, dans _build/sphinx
	.venv-sphinx/bin/sphinx-build -j auto -W -n --keep-going -b html -c . book _build/sphinx

hors-ligne: moteur ## fait l'atelier en un seul fichier HTML, pour une clé USB
	@$(BIN)/python tools/build_offline.py _build/moteur _build/hors-ligne/atelier-jouer-collectif.html
	@$(BIN)/python tools/build_offline.py _build/moteur _build/hors-ligne/atelier-jouer-collectif-complet.html --complet

moteur:
	@if command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory $(READY_NODE) $(READY_WEB) && $(MOTEUR) _build/moteur; \
	else echo "npm manque : le livre est construit sans le moteur de l'atelier dans la page"; fi

test: $(READY) $(READY_SPHINX) systeme $(READY_NODE) moteur style ## contrôle tout
	$(BIN)/python -m pytest $(DEUX)

essai: $(READY) style ## contrôle vite : ni livre, ni navigateur, ni LibreOffice
	$(BIN)/python -m pytest $(DEUX) -m "not (livre or navigateur or libreoffice or lent)" tests/unit tests/test_*.py kit

style: $(READY) ## contrôle l'écriture du code et ses types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

exemples: $(READY) ## refait les classeurs d'exemple à partir de leurs fichiers YAML
	for source in exemples/*.yaml; do \
		$(BIN)/kit convertir $$source --dans exemples --formats ods xlsx --remplacer || exit 1; done

mesures: livre ## mesure les temps, en rapports dans une même exécution
	for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file || exit 1; done

verrou: $(READY) ## refait les versions verrouillées
	sh tools/lock_versions.sh $(BIN)/uv

systeme:
	@sh tools/install_system.sh

propre: ## efface tout ce qui se refait
	rm -rf _build sortie .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements/tests.txt pyproject.toml
	@echo "Préparation de .venv (versions verrouillées, quelques minutes la première fois)"
	@sh tools/install_venv.sh $(PYTHON) .venv requirements/tests.txt
	@touch $@

$(READY_SPHINX): requirements/livre-sphinx.txt pyproject.toml
	@echo "Préparation de .venv-sphinx, pour construire le livre avec Sphinx seul"
	@sh tools/install_venv.sh $(PYTHON) .venv-sphinx requirements/livre-sphinx.txt
	@touch $@

$(READY_NODE): package.json package-lock.json
	@echo "Préparation de node_modules, pour l'atelier dans la page et les contrôles dans un navigateur"
	@PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

$(READY_WEB): requirements/tests.txt tools/fetch_browser_wheel.sh | $(READY)
	@sh tools/fetch_browser_wheel.sh $(BIN)/pip requirements/tests.txt .venv-navigateur
	@touch $@
