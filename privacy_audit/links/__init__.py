"""Link health: which of the catalogue's addresses still answer, what a maintainer can do, what a person should know."""
