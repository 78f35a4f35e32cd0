"""The nouns of training, from the announcement to the training certificate."""
