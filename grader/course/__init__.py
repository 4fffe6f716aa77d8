"""The course as data: its order, its solutions as a reference, checks, hints, misconceptions and alternatives."""
