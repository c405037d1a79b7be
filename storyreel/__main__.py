"""`python -m storyreel`."""

from storyreel.cli import main

main()
