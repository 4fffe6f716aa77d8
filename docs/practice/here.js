/* No Python lies beside these pages: the exercises are done with `grader learn` or in a terminal. Where the bundle is
   unpacked beside them (`calculus-kit-practice.zip`), its file of this name takes the place of this one. */
