"""Who may see what: organisations, members, roles, involvements, and the wall in the database."""
