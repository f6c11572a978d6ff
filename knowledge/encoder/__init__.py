"""The sentence encoder: any sentence-transformers model, by default a small one trained here."""
