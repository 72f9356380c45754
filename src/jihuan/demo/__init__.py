"""The demonstration: the seed department with its accounts, and a county of any size from one seed number."""

from jihuan.demo.build import PASSWORD, DemoRefused, build

__all__ = ["PASSWORD", "DemoRefused", "build"]
