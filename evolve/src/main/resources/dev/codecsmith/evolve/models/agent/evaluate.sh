#!/bin/sh
# Builds, runs and measures the program in program/ on the campaign's clips and prints its scorecard.
# Exit code: 0 it has a score, 1 it has none, 2 it was not evaluated.
box=$(dirname -- "$0")/.evaluate
id=$$.$(date +%s)
if ! { : > "$box/$id.part" && mv "$box/$id.part" "$box/$id.request"; }; then
  echo "The evaluation cannot be asked for: $box cannot be written." >&2
  exit 2
fi
while [ ! -e "$box/$id.exit" ]; do
  if [ "$(date +%s)" -gt @DEADLINE@ ]; then
    echo "The time is over; nothing is evaluated any more." >&2
    exit 2
  fi
  sleep 0.2
done
cat "$box/$id.answer"
exit "$(cat "$box/$id.exit")"
