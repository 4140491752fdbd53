# Running a system's own programs: switch-to-configuration, the bootloader's installation.

# carry NAME LIMIT COMMAND…: runs a command detached from us, so that neither the end of the connection nor our own end
# takes it along. Sets `code`: its exit status, `hung` after LIMIT seconds (it is killed), `lost` if nobody saw its end.
carry() {
  name=$1 limit=$2
  shift 2
  tick
  started=$now
  read_word "$dir/$name.process"
  # One that a watchdog before us has started is waited for: a second one would find its lock taken.
  if ! is_alive "$word"; then
    rm -f "$dir/$name.status" "$dir/$name.process"
    detach "terrane-$id-$name" no run "$id" "$name" "$@"
  fi
  code= tries=0
  while [ -z "$code" ]; do
    tick
    read_word "$dir/$name.process"
    # Asked before the status is looked for: that is the last thing that it writes.
    if is_alive "$word" || { [ -z "$word" ] && [ $((now - started)) -lt 20 ]; }; then living=yes; else living=no; fi
    read_word "$dir/$name.status"
    if [ -n "$word" ]; then
      code=$word
    elif [ $living = no ]; then
      code=lost
    elif [ $((now - started)) -ge "$limit" ]; then
      code=hung
    else
      pause $tries
      tries=$((tries + 1))
    fi
  done
  case $code in hung | lost) end_unit "terrane-$id-$name" ;; esac
}

# run ID NAME COMMAND…: the other side of `carry`.
run() {
  dir=$deployments/$1 name=$2
  shift 2
  put "$dir/$name.process" "$(identity $$)"
  (umask 022 && exec "$@") >>"$dir/output" 2>&1 </dev/null
  put "$dir/$name.status" $?
}

# switch SYSTEM ACTION NAME LIMIT
switch() { carry "$3" "$4" "$1/bin/switch-to-configuration" "$2"; }

# Units that have failed and had not before.
newly_failed() {
  failed_units >"$dir/failed" || return 1
  values "$dir/recorded" failed | grep -Fvx -f - "$dir/failed"
  return 0
}

# judge: whether the new system counts as activated, by nixpkgs' exit statuses; else `why` says what is wrong.
judge() {
  case $code in
    0) return 0 ;;
    1) why="switch-to-configuration refused or broke off (exit status 1)" ;;
    2) why="the activation script failed (exit status 2)" ;;
    4)
      # It counts every unit that is in a failed state. What was broken before is not this system's doing.
      if ! failing=$(newly_failed); then
        why="units failed (exit status 4), and systemd does not say which"
        return 1
      fi
      [ -n "$failing" ] || {
        say "the units that failed had failed before: $(tr '\n' ' ' <"$dir/failed")"
        return 0
      }
      put "$dir/newly-failed" "$failing"
      why="units failed: $(echo $failing)"
      ;;
    101) why="switch-to-configuration crashed (exit status 101)" ;;
    hung) why="the activation did not end within $timeout s" ;;
    lost) why="the activation was killed" ;;
    *) why="the activation failed (exit status $code)" ;;
  esac
  return 1
}
