"""The nouns of subsidies."""

__all__: list[str] = []
