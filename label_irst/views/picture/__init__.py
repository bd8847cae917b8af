"""The frame on the screen: the two views of it, what lies over it, and how it is shown."""
