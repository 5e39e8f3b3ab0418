"""The faces: pages for people, a calendar, an Atom feed, a JSON API, probes and metrics. All of it reads."""
