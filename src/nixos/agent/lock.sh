# The lock: one deployment at a time on this host. It names an owner, a time and a process; whose process is gone has no
# lock any more. Before the watchdog is armed the process is the connection's, and it must be heard of as well: where a
# link dies silently, the process lives on.

lock=$home/lock
silence=60

# with_mutex COMMAND…: the kernel lets go of it when we end, however we end.
with_mutex() {
  has_folder "$home"
  (
    flock 9 || exit 1
    "$@"
  ) 9>>"$lock.mutex"
}

lock_is_alive() {
  is_alive "$(value "$lock" process)" || return 1
  [ -z "$(value "$lock" heard)" ] && return 0
  read_word "$lock.heard"
  tick
  [ $((now - ${word:-0})) -lt $silence ]
}

# write_lock ID OWNER SINCE PROCESS [heard]
write_lock() {
  put "$lock" "id $1
owner $2
since $3
process $4${5:+
heard yes}"
}

# Whoever is at the other end has been heard of.
hear() {
  tick
  echo "$now" >"$lock.heard"
}

take_lock() {
  if [ -e "$lock" ] && lock_is_alive; then return 1; fi
  hear
  write_lock "$1" "$2" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(identity "$3")" heard
}

holds_lock() { [ "$(value "$lock" id)" = "$1" ]; }

# hand_over ID PID: the lock of a deployment goes to its watchdog. One whose watchdog died may be anybody's by now.
hand_over() {
  if [ -e "$lock" ] && ! holds_lock "$1" && lock_is_alive; then return 1; fi
  owner=$(value "$deployments/$1/plan" owner)
  since=$(value "$lock" since)
  write_lock "$1" "${owner:-?}" "${since:-?}" "$(identity "$2")"
}

# drop_lock ID [PID]: removes the lock if it is that deployment's, and with PID if that process still has it.
drop_lock() {
  holds_lock "$1" || return 0
  if [ $# = 2 ]; then
    set -- "$1" "$2" $(value "$lock" process)
    [ "$2" = "${3:-}" ] || return 0
  fi
  rm -f "$lock" "$lock.heard"
}

print_lock() {
  [ -e "$lock" ] || return 0
  if lock_is_alive; then living=yes; else living=no; fi
  echo "lock $living $(value "$lock" since) $(value "$lock" id) $(value "$lock" owner)"
}
