"""The reference computed from the solutions. No kit has this folder, and nothing in it runs what a student wrote."""
