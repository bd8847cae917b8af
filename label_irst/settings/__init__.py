"""What the program remembers for its user: plain data, kept by QSettings."""
