"""Two annotators: the labels of the open project beside those of another one."""
