"""Le gabarit, la feuille de style et ce qui entoure chaque page du livre."""
