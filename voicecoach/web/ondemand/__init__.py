"""Sessions computed when they are asked for: plans over fragments, no MP3 is stored.

`conditions` is HTTP's part, `place` says what an address leads to, `answers` puts both together;
none of them knows of sockets. `asgi` carries answers to clients, `server` bounds what these may do.
"""
