"""What organisations and persons do for themselves: read, be told, contest, authorise, see who looked."""
