"""The aiohttp application: the turn, its channels, the command line, training."""
