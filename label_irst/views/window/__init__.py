"""The main window: its commands, files, settings and help."""
