"""Jupyter and Zeppelin notebooks: what is volatile in them, and how it is taken out. Pure."""
