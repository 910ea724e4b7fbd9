"""What history holds, and the steps that repair it. Pure: `mlhygiene.git` walks, this package adds up and tells."""
