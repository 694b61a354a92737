"""`python -m xinheng.cli`: the command, where its script is not on the path."""

from xinheng.cli.main import main

main()
