"""How the tables came to be what they are: `versions/NNNN_name.py`, each named as its revision, run in that order."""
