"""Technology classes: named, dated, referenced sets of product codes."""
