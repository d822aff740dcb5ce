"""An offline press: a newspaper world of its own, served from loopback, which knows the truth about itself.

resources.py    what a host answers: addresses and their resources                         pure
server.py       any hosts on one loopback port, as a plain HTTP proxy; keeps a log of who asked for what
press.py        `python -m demo.press`: this world on that server, in the foreground
world/          the outlets, their stories and their pages, on two days; what is true of them
seeds/          the configuration that watches this world; treatywatch.toml names it
"""
