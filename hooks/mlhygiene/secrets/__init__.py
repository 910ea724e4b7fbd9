"""Secrets in content: formats as data, and the one scan that all rules over secrets share. Pure."""
