"""What a commit message says: the grammar of experiments, and what git will store. No I/O."""
