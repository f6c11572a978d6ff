"""Ways in and out: REST as Rasa's own, and a WebSocket that a client can resume. See docs/protocol.md."""
