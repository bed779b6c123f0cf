"""Une session de formation : la lire, la préparer, et savoir où tout se trouve.

Le dossier d'une session est fait pour être relu par une autre commande, et pour qu'effacer les données
personnelles soit effacer un dossier :

.. code-block:: text

    ma-session/
      session.json                      manifeste, sans donnée personnelle (:mod:`kit.training.layout`)
      formateur/                        guide, fiche de stage, diapositives, cartes, quiz et corrigé…
        solutions/                      les carnets du formateur
      stagiaires/
        s01-les-mureaux/                un dossier par stagiaire : repère et territoire, jamais un nom
          LISEZMOI.txt
          dossier-s01.ods               le dossier d'alliance prérempli (:mod:`kit.reading.forms`)
          quiz-avant-s01.ods            mêmes questions que quiz-apres (:mod:`kit.training.questionnaires`)
          quiz-apres-s01.ods
          evaluation-a-chaud.ods
          livret-s01.docx, .odt, .pdf
          carnets/                      un carnet par nom de ``Course.notebooks``, paramétré sur le dossier
      personnel/                        le seul endroit où un nom est écrit
        stagiaires.json                 repère → nom, fonction, territoire
        qui-est-qui.ods
        emargement.docx, .odt, .pdf
        convocations/convocation-s01.docx, .pdf
        attestations/attestation-s01.docx, .odt

Chaque fichier de stagiaire porte son repère dans son nom et dans sa première feuille : déplacé ou renommé,
il se reconnaît encore. Un repère (``s01``, ``s02``…) ne change jamais et ne sert jamais deux fois.
"""

from __future__ import annotations
