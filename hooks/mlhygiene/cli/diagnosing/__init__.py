"""What `mlhygiene doctor` looks at, a module a group. Nothing here writes or fetches."""
