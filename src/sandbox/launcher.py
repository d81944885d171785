"""The sandbox's emulator: moto, with the patches beside this file, on a free port of the loopback interface.

Usage: launcher.py FOLDER [--watch-stdin]

Prints one line of JSON with the port once it answers. The token is read from the environment variable SANDBOX_TOKEN.
Holds a lock on FOLDER/alive for as long as it lives. With --watch-stdin it ends when stdin is closed, so it never
outlives the process that started it; FOLDER goes with it.
"""

import contextlib
import fcntl
import hmac
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import shutil
import signal
import sys
import threading

SETTINGS = {
    # AWS has the policies that it manages; moto loads them only when told.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    # A certificate is issued after a second and not after a minute.
    "MOTO_ACM_VALIDATION_WAIT": "1",
    "MOTO_CALL_RESET_API": "false",
}


def refuse_other_hosts(event, arguments):
    """An audit hook: the emulator talks to nobody but the machine that it runs on."""
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise PermissionError(f"the sandbox does not connect to {address[0]}")


class Patches(importlib.abc.MetaPathFinder):
    """Applies a patch right after the module that it mends is imported, so that what is not used costs nothing."""

    def __init__(self, folder):
        self.by_module = {}
        for path in sorted(folder.glob("*.py")):
            spec = importlib.util.spec_from_file_location(f"sandbox_{path.stem}", path)
            patch = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(patch)
            for module, apply in patch.PATCHES.items():
                self.by_module.setdefault(module, []).append(apply)

    def find_spec(self, name, path, target=None):
        if name not in self.by_module:
            return None
        applies = self.by_module.pop(name)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        load = spec.loader.exec_module

        def load_and_apply(module):
            load(module)
            for apply in applies:
                apply(module)

        spec.loader.exec_module = load_and_apply
        return spec


class Front:
    """Answers the sandbox's own questions, and hands everything else to the emulator."""

    def __init__(self, emulator, token, leave):
        self.emulator = emulator
        self.token = token
        self.leave = leave

    def __call__(self, environ, respond):
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/_sandbox/"):
            return self.emulator(environ, respond)
        if not hmac.compare_digest(environ.get("HTTP_X_SANDBOX_TOKEN", ""), self.token):
            respond("403 Forbidden", [("Content-Length", "0")])
            return []
        if path == "/_sandbox/stop":
            threading.Timer(0.05, self.leave).start()
        answer = json.dumps({"pid": os.getpid()}).encode()
        respond("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer]


def main():
    folder = pathlib.Path(sys.argv[1])
    watch = "--watch-stdin" in sys.argv[2:]
    token = os.environ.pop("SANDBOX_TOKEN")
    alive = open(folder / "alive", "w")
    fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def leave(*_):
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    # Ctrl-C and a closed terminal are for the one that started us, who says when it is over.
    with contextlib.suppress(PermissionError):
        os.setsid()
    signal.signal(signal.SIGTERM, leave)
    if watch:

        def wait_for_the_end():
            while os.read(0, 1024):
                pass
            leave()

        threading.Thread(target=wait_for_the_end, daemon=True).start()

    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    sys.addaudithook(refuse_other_hosts)
    sys.meta_path.insert(0, Patches(pathlib.Path(__file__).parent / "patches"))

    from moto.core.config import default_user_config
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    # Functions and jobs answer without being run: there need not be a container engine.
    default_user_config["lambda"]["use_docker"] = False
    default_user_config["batch"]["use_docker"] = False
    front = Front(DomainDispatcherApplication(create_backend_app), token, leave)
    server = make_server("127.0.0.1", 0, front, threaded=True)
    os.environ["MOTO_PORT"] = str(server.port)
    print(json.dumps({"port": server.port}), flush=True)
    os.dup2(2, 1)  # nobody reads on
    server.serve_forever()


main()
