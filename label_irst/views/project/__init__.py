"""The project at a glance: a card for each sequence, to find, open, note and remove them."""
