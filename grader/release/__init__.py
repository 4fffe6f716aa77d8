"""Hand the course out: what students receive, and what grades them elsewhere."""
