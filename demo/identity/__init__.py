"""The identity provider of the demo and the browser tests: a real one of the login package, with invented people.

    python -m demo.identity FOLDER      make its database from FOLDER/people.json and FOLDER/client.json

Then serve `demo.identity.wsgi:application` with `STANDIN_FOLDER` naming the folder. Never for real people: it refuses to
start outside the demo.
"""
