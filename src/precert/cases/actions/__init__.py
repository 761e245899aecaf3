"""Provider's and reviewer's verbs, one a file."""
