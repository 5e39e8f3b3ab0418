"""A program for a hook of kind "command": appends each alert to a file, one line each. notify.py FILE"""

import json
import sys

alert = json.load(sys.stdin)
with open(sys.argv[1], "a", encoding="utf-8") as file:
    file.write(f"{alert['id']} {alert['title']}\n")
