"""From reports to events: matching reports to meetings, deciding what changed, and the status that follows."""
