"""The ground: the words of trade statistics as frozen records, and the error tree."""
