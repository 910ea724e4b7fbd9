"""What a CI service says of the build that it runs. Pure: mappings in."""

from mlhygiene.ci.build import Build, build

__all__ = ["Build", "build"]
