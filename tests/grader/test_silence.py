"""What answers print in this process is dropped; what others print meanwhile is not."""

import sys
import threading

from grader.protocol.silence import silence


def test_only_the_thread_that_asked_is_silent(capsys):
    def others():
        print("others")
        print("complain", file=sys.stderr)

    with silence():
        print("ours")
        print("complaint", file=sys.stderr)
        sys.stdout.flush()
        with silence():
            print("inner")
        other = threading.Thread(target=others)
        other.start()
        other.join()
    print("after")
    assert capsys.readouterr() == ("others\nafter\n", "complain\n")
