"""What the program stores for its user: plain data, by QSettings."""
