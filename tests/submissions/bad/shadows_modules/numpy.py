raise SystemExit('numpy.py was imported')
