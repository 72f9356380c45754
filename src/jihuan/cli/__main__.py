"""``python -m jihuan.cli`` is the same as ``jihuan``."""

from jihuan.cli import main

if __name__ == "__main__":
    main()
