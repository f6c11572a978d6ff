"""FAQs as files that people edit and systems exchange: YAML, CSV and XLSX, without loss in either direction."""
