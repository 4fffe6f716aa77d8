"""What one student handed in: `tree` finds the files, `candidates` reads them, `choose` says which are meant."""
