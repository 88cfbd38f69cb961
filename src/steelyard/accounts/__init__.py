"""Which data answers a question: definition, resolution, periods, currency, gaps."""
