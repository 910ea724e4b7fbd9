"""Which part of a repository is judged. Every scope is a stream of subjects.

Each module is imported by whoever needs it: a hook on one commit pays for no history.
"""
