"""Measurements beside stock Rasa."""
