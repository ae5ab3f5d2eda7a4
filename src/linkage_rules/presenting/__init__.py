"""What commands and reviews show with: terminal, pages, progress, documents and their words."""
