"""The pure half of Parley: values in, values out.

Nothing in here performs I/O, reads a clock, talks SQL or knows Celery. It never imports ``worker``;
``tests/domain/test_boundary.py`` enforces that.
"""
