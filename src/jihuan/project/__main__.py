"""``python -m jihuan.project <command>``: Django's management commands with our settings."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jihuan.project.settings")

if __name__ == "__main__":
    execute_from_command_line(["jihuan.project", *sys.argv[1:]])
