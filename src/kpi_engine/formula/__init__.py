"""The typed formula tree, its front end and its four readers."""
