"""World Bank, World Development Indicators: gross domestic product and inflation by country."""
