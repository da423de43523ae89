"""A socket in the place of `joulebook run`'s: what a library's callback says to a run, line by line."""

import json
import os
import socket
import sys
import tempfile
import threading
import unittest

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, PACKAGE)


class Listening(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "marks")
        self._lines = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(path)
        self._server.listen()
        self.addCleanup(self._server.close)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        before = {key: os.environ.get(key) for key in ("JOULEBOOK_SOCKET", "JOULEBOOK_RUN_ID")}
        self.addCleanup(self._restore, before)
        os.environ.update(JOULEBOOK_SOCKET=path, JOULEBOOK_RUN_ID="20260101-000000-aaaaaa")

    def _listen(self):
        """Reads one connection after the other, to the one that says that it is the last."""
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            link.settimeout(10)
            with link, link.makefile() as lines:
                for line in lines:
                    if line == "last\n":
                        return
                    self._lines.append(json.loads(line))

    @staticmethod
    def _restore(before):
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value

    def heard(self, work):
        """What `work` said, once all its connections are closed."""
        import joulebook

        work()
        self.assertIsNone(joulebook.current())
        # The client keeps its connection until the run object goes.
        import gc

        gc.collect()
        with socket.socket(socket.AF_UNIX) as last:
            last.connect(os.environ["JOULEBOOK_SOCKET"])
            last.sendall(b"last\n")
        self._thread.join(timeout=15)
        self.assertFalse(self._thread.is_alive())
        return self._lines
