"""One module, one rule: `large_file.py` holds `LargeFile`, named `large-file`."""
