"""The audit of mistakes that nobody wrote down: are they named or placed, and is each place true?"""
