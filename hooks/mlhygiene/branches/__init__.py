"""How a team names its branches and tags, and which way its merges go. No I/O."""
