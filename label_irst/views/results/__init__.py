"""Results of trainings, and the models of the project."""
