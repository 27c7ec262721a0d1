"""The editors' desk for the vocabulary: lists, forms, usage, merging, CSV."""
