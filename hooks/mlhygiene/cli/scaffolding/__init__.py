"""`mlhygiene init`: where the scaffold goes, what it takes there, what git would make of it, and the writing."""
