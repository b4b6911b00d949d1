#!/bin/sh
# Runs a command that does not watch its own standard input, and ends it when ours ends: the system closes that pipe
# even after kill -9 of the process that held it.
# usage: guard.sh FIRST_SIGNAL LAST_SIGNAL command [argument…]
first=$1 last=$2
shift 2
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap 'kill -s "$first" "$child" 2>/dev/null' INT TERM HUP
(
  trap - INT TERM HUP
  while read -r _ <&3; do :; done
  kill -s "$first" "$child" 2>/dev/null
  for _ in 1 2 3 4 5; do
    sleep 1
    kill -0 "$child" 2>/dev/null || exit 0
  done
  kill -s "$last" "$child" 2>/dev/null
) >/dev/null 2>&1 &
watcher=$!
# wait returns early when a trap runs, so ask again until the child itself is gone.
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
exit "$code"
