"""The language layer: scripts, detection of the language of a turn, one tokenizer for all.

Everything that compares text (Rasa, the index, the chunking of reports) goes through here, so that
English, Traditional and Simplified Chinese, Cantonese and mixed sentences are cut the same way.
"""
