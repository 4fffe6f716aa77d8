raise SystemExit('test_functions.py was imported')
