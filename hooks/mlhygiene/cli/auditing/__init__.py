"""How `mlhygiene audit` asks git, and what it puts together. Nothing here writes or fetches."""
