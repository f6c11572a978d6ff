"""Rasa custom actions: thin, they ask knowledge/ and reply."""
