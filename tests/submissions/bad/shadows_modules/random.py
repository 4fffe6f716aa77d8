raise SystemExit('random.py was imported')
