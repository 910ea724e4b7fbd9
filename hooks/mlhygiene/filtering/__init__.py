"""Git's side of a filter: gitattributes(5), spoken over two streams of bytes. Pure."""
