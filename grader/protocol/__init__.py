"""What both sides of the sandbox share: checks and their calls, answers, and how these travel."""
