"""Ce que Sphinx, ses extensions et les pages laissent à corriger ou à refuser : une composante par module."""
