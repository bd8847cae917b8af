"""Pure functions from what the user does to the edit that is stored."""
