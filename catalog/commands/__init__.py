"""What each command does, as functions that return values; they print nothing and know no option's name."""
