# guard.sh SIGNAL TENTHS COMMAND...: becomes COMMAND, in the same process. A watcher beside it reads the pipe that is
# its standard input; at the end of that pipe (the parent closed it, or died) it sends SIGNAL, and KILL if COMMAND is
# still there TENTHS tenths of a second later. Process id and start time are compared, so no stranger is ever signalled.
stop=$1
tenths=$2
shift 2

start_time() {
  read -r line 2>/dev/null </proc/$$/stat || return 1
  set -- ${line##*) }
  [ "$1" != Z ] && echo "${20}"
}

started=$(start_time)
exec 3<&0
(
  {
    while read -r line; do :; done
    [ "$(start_time)" = "$started" ] && kill -"$stop" $$
    while [ "$tenths" -gt 0 ] && [ "$(start_time)" = "$started" ]; do
      sleep 0.1
      tenths=$((tenths - 1))
    done
    [ "$(start_time)" = "$started" ] && kill -KILL $$
  } <&3 3<&- >/dev/null 2>&1 &
)
exec "$@" <&3 3<&-
