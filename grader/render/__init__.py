"""Reports as people and other programs read them: terminal, JUnit, GitHub, notebooks, pictures."""
