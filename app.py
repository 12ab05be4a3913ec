"""Starts the web app of the default settings, as `mediator-bot serve` does, and nothing else."""

import sys

from mediator_bot.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
