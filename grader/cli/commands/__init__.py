"""The commands of the command line, a module each; only the one that was asked for is imported."""
