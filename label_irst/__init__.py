"""Label-IRST: the desktop application to annotate infrared small targets."""
