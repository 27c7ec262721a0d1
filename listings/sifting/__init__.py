"""How the people of an employer go through applications: names, words, filters, bulk acts, export."""
