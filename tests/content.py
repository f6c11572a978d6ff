"""The content database of the test run: filled from the starter files by whoever asks first, gone at the end."""

from tempfile import TemporaryDirectory

FOLDER = TemporaryDirectory(prefix="ambassador-content-")
CONTENT = f"sqlite:///{FOLDER.name}/content.db"
