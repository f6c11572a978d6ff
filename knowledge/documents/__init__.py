"""Reports as they come: PDF, Word, web page or plain text → headings and paragraphs → text with marks.

reading       read_document(): which kind a file is, what holds for every kind
from_pdf …    one module a kind: bytes → blocks
marking       blocks → marked text, one language or both
faults        why a file is refused, as DocumentError says it: faults.yml

Nothing in a file is run, and nothing that it names is fetched.
"""
