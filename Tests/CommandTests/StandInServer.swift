import Foundation
import JoulebookTesting

/// An inference server that is none: it shows the documented names with counts that move on each time it is asked.
///
/// It goes through its states by being asked, `looks` times each, and not by time: so a test waits for nothing and
/// means the same on a busy machine. While it says that requests run it works, so that it draws power.
enum StandInServer {
  static let program = #"""
    import http.server, json, os, sys, threading, time
    template = open(sys.argv[1]).read()
    states, looks, port = json.loads(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    asked, over, started = 0, threading.Event(), int(time.time()) + 1
    def state(): return states[min(asked // looks, len(states) - 1)]
    class Page(http.server.BaseHTTPRequestHandler):
        def log_message(self, *arguments): pass
        def do_GET(self):
            global asked
            if self.path == '/':
                body = os.environ.get('ROOT', 'nothing here').encode()
                self.send_response(200)
            elif self.path != '/metrics' or not template:
                body = b'not found'
                self.send_response(404)
                asked += 1
            else:
                page, now = template, dict(state())
                now.setdefault('started', started)
                for name, value in now.items(): page = page.replace('@%s@' % name, str(value))
                body = page.encode()
                self.send_response(200)
                asked += 1
            self.send_header('Content-Type', 'text/plain; version=0.0.4')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if asked >= looks * len(states): over.set()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', port), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    end = time.time() + 40
    while not over.is_set() and time.time() < end:
        if state().get('running'): sum(range(20000))
        else: time.sleep(0.005)
    time.sleep(0.05)
    os._exit(0)
    """#

  /// What it counts, state by state: it rests, works on two requests, has answered five, rests.
  static let states = #"""
    [{"requests": 0, "input": 0, "output": 0, "running": 0, "waiting": 0},
     {"requests": 2, "input": 40, "output": 90, "running": 2, "waiting": 1},
     {"requests": 5, "input": 77, "output": 210, "running": 0, "waiting": 0},
     {"requests": 5, "input": 77, "output": 210, "running": 0, "waiting": 0}]
    """#

  /// Shell lines that put the server's program and a page into the folder, with a port of its own in `PORT`.
  static func preparation(page: String) -> String {
    """
    cat > server.py <<'END'
    \(program)
    END
    cat > page.txt <<'END'
    \(page)
    END
    cat > states.json <<'END'
    \(states)
    END
    PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    RUN='\(JoulebookBinary.path)'

    """
  }
}
