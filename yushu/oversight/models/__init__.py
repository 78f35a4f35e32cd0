"""The nouns of oversight."""

__all__: list[str] = []
