"""What `.gitattributes` and `.gitignore` say, as git reads them: gitattributes(5), gitignore(5). Pure."""
