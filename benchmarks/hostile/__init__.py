"""Files that were made to hurt whoever reads them, built in code; and what reading them costs."""
