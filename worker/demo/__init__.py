"""The scenario that ``parley demo`` plays: two months of the US-Russia security talks of 2021/22 on 127.0.0.1.

``scenario`` holds what is published when and what Parley must find out, ``render`` makes feeds and pages of it, and
``server`` serves them and receives the alerts. Outlets and texts are invented for the demo; the events were real.
"""
