"""The visible checks, a file a unit. A student may read them; they hold no solution."""
