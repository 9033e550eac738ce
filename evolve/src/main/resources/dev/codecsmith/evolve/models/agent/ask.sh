#!/bin/sh
# Asks the campaign that this folder belongs to; TASK.md says what it answers. What it says on the way
# goes to standard error. Exit code: 0 there is a figure, 1 the program has none, 2 nothing was evaluated.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2
box=$here/.evaluate
id=$$.$(date +%s)
at=$(pwd -P)
case $at/ in
  "$here"/*) at=${at#"$here"} ;;
  *) at= ;;
esac
if ! { printf '%s\n' "$at" "${0##*/}" "$@" > "$box/$id.part" && mv "$box/$id.part" "$box/$id.request"; }; then
  echo "Nothing can be asked: $box cannot be written." >&2
  exit 2
fi
told=0
tell() {
  if [ -e "$box/$id.news" ]; then
    lines=$(wc -l < "$box/$id.news")
    if [ "$lines" -gt "$told" ]; then
      sed -n "$((told + 1)),${lines}p" "$box/$id.news" >&2
      told=$lines
    fi
  fi
}
while [ ! -e "$box/$id.exit" ]; do
  if [ "$(date +%s)" -gt @DEADLINE@ ]; then
    echo "The time is over; nothing is evaluated any more." >&2
    exit 2
  fi
  tell
  sleep 0.2
done
tell
cat "$box/$id.answer"
exit "$(cat "$box/$id.exit")"
