"""live_socket.py: the least of a WebSocket client that hears live changes."""
import base64
import json
import os
import socket
import struct


class LiveSocket:
    """One subscribed connection to /api/live."""

    def __init__(self, roost, topics):
        self.socket = socket.create_connection(("127.0.0.1", roost.port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:{roost.port}\r\nAuthorization: Bearer {roost.token}\r\n"
                             f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        self.stream = self.socket.makefile("rb")
        status = self.stream.readline()
        assert b" 101 " in status, status
        while self.stream.readline() not in (b"\r\n", b""):
            pass
        self.send({"op": "subscribe", "topics": topics})

    def send(self, message):
        data, mask = json.dumps(message).encode(), os.urandom(4)
        assert len(data) < 126
        self.socket.sendall(bytes([0x81, 0x80 | len(data)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def next(self):
        """The next message; None when the other side closed."""
        while True:
            head = self.stream.read(2)
            if len(head) < 2:
                return None
            size = head[1] & 0x7F
            if size >= 126:
                size = struct.unpack("!H" if size == 126 else "!Q", self.stream.read(2 if size == 126 else 8))[0]
            data = self.stream.read(size)
            if head[0] & 0x0F == 8:
                return None
            if head[0] & 0x0F == 1:
                return json.loads(data)

    def until(self, wanted):
        """Reads on until a message for which `wanted` holds."""
        while (message := self.next()) is not None:
            if wanted(message):
                return message
        raise AssertionError("the live socket was closed before the change was seen")

    def close(self):
        self.socket.close()
