"""Labels of other programs into a project: what would come, the choices, the import."""
