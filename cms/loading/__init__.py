"""From the repository's files into the database: repeatable, and never over an editor's words."""
