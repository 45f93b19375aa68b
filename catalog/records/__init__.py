"""Records on their way between text and model: syntax, decoding, the canonical form, the walk over the folder."""
