"""Words to somebody outside: e-mail by Django's backend, and whatever gateway a node has for text messages.

`terms` what goes out and how it can end · `mail` e-mail · `gateways` the interface of a message gateway · `demo` one
that succeeds, fails and crashes · `captured` what the demo sent to nobody.
"""
