"""The states of a repository that a blob can be judged in: the index, or a commit."""
