# Processes: who is who, and how to start one that outlives us.

read -r this_boot </proc/sys/kernel/random/boot_id

# When a process started, in the kernel's own unit, as `start`. Fails where there is none, or only what is left of one.
find_start() {
  [ -r "/proc/$1/stat" ] && read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  # The second field, a name in parentheses, may hold anything; what is after it does not.
  set -- ${stat##*) }
  [ $# -ge 20 ] && [ "$1" != Z ] && [ "$1" != X ] || return 1
  start=${20}
}

# What tells a process from a later one with the same number.
identity() { find_start "$1" && echo "$1 $start $this_boot"; }

# is_alive 'PID START BOOT'
is_alive() {
  set -- $1
  [ $# = 3 ] && [ "$3" = "$this_boot" ] && find_start "$1" && [ "$start" = "$2" ]
}

# is_watched: whether the deployment in `dir` has a watchdog.
is_watched() {
  read_word "$dir/watchdog"
  is_alive "$word"
}

has_systemd() { [ -d /run/systemd/system ] && command -v systemd-run >/dev/null; }

# detach UNIT RESTART VERB…: this program, out of reach of the connection, of the session and of what it will restart.
# Under systemd it is a transient unit; RESTART is systemd's word for when to start it again.
detach() {
  unit=$1 restart=$2
  shift 2
  if has_systemd; then
    systemd-run --quiet --collect --unit="$unit" --service-type=exec --property=Restart="$restart" \
      --property=KillMode=control-group --setenv=PATH="$PATH" --setenv=TERRANE_UNIT="$unit" \
      /bin/sh "$program" "$@" </dev/null >/dev/null
  else
    TERRANE_UNIT=$unit setsid /bin/sh "$program" "$@" </dev/null >/dev/null 2>>"$home/log" 9>&- &
  fi
}

# end_unit UNIT: kills what was started under that name and everything that it has started.
end_unit() {
  if has_systemd; then
    systemctl kill --signal=KILL "$1.service" >/dev/null 2>&1
    timeout 10 systemctl stop "$1.service" >/dev/null 2>&1
  fi
  # Whatever has left its session still carries the name.
  for try in 1 2 3; do
    found=$(grep -lszx "TERRANE_UNIT=$1" /proc/[0-9]*/environ)
    [ -n "$found" ] || return 0
    for file in $found; do
      pid=${file#/proc/}
      kill -KILL "${pid%/environ}" 2>/dev/null
    done
    sleep 0.1
  done
}
