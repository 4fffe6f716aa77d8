"""Grade a class on the workers of a cluster: hand-ins travel as bytes, and answers come back as bytes."""
