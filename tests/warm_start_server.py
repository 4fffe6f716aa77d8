"""Start programs in forks of a process that has loaded packages: `python warm_start_server.py LISTENER END PACKAGE …`.

See `warm_start`. Each that connects gets a fork of its own, which forks for each request. What is asked for arrives as
JSON with three open files, the standard streams. When END is closed, nobody else is served.
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import warnings


def listen(listener, end):
    """Fork for each that connects; in the fork, give the connection."""
    while listener in select.select([listener, end], [], [])[0]:
        asked = listener.accept()[0]
        if not os.fork():
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            listener.close()
            os.close(end)
            return asked
        asked.close()
    os._exit(0)  # the tests have ended


def serve(asked):
    """Fork for each request, and tell its process and how it ended; in the fork, give the request."""
    asked.send(b"ready")
    while data := (received := socket.recv_fds(asked, 1 << 20, 3))[0]:
        streams = received[1]
        process = os.fork()
        if not process:
            asked.close()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            return json.loads(data)
        for stream in streams:
            os.close(stream)
        asked.send(str(process).encode())
        asked.send(str(os.waitpid(process, 0)[1]).encode())
    os._exit(0)  # who asked has ended


if __name__ == "__main__":
    gc.disable()  # what is loaded stays, and the collector would look through it for nothing
    with warnings.catch_warnings(action="ignore"):
        for package in sys.argv[3:]:
            importlib.import_module(package)
    gc.collect()
    gc.freeze()  # what nobody looks through stays shared
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how those ended that serve one
    request = serve(listen(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])))
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[:1] = request["path"]
    sys.argv[:] = request["words"]
    del sys.modules["__main__"]
    if request["module"]:
        runpy.run_module(request["module"], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")
