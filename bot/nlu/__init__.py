"""Rasa graph components of the project's own."""
