"""Reference solutions of the kit: the calculus under deep learning, one module a unit, numpy only.

Read the modules in the order of the course. Each builds on the ones before it: `functions`, `derivatives`,
`chains`, `multiple_inputs`, `matrices`, `matrix_calculus`, `plots`, `training`.

A docstring ends with where its subject comes from:

- XT: "Fonaments", a course page in Catalan.
- ME: "Basic calculus for deep learning with code", a blog post.
- CS: a post in Chinese on numerical differentiation.
- DL: Seth Weidman, "Deep Learning from Scratch", chapter 1 and its notebook.
- D2: notes on d2l.ai, the parts on calculus and matrix calculus.
"""
