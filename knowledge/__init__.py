"""What Ambassador knows, and how it finds it.

store → passages → index (encoder + lexical) → decision → answer: content is read through one store,
cut into passages, indexed, searched, judged, and turned into a reply.
"""
