"""The autograder for Gradescope: how its zip is made, and what runs in the container."""
