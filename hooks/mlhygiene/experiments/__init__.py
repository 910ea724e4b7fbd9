"""The logbook that `exp:` commits make: read from git, asked, compared, drawn. Writes nothing by itself."""
