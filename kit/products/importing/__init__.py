"""Reprendre un plan qui existe déjà : celui d'un agent, ou celui de Territoires en Transitions."""
