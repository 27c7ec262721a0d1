"""Reports on the pages, in the admin's Reports menu."""
