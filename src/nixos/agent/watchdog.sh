# The watchdog carries a deployment out, detached from whoever asked for it, and brings it to one of two ends: confirmed
# and committed, or exactly the system from before. It is armed before anything changes.
#
# It can be killed, and the machine can lose its power. A second watchdog then finds what was decided and does that (all
# of it can be done twice); where nothing was decided, it goes back.

say() { printf 'terrane: %s\n' "$*" >>"$dir/output"; }

enter() { put "$dir/phase" "$1"; }

remaining() {
  tick
  if [ $((deadline - now)) -gt 1 ]; then echo $((deadline - now)); else echo 1; fi
}

# decide TEXT: fails where somebody else has decided before.
decide() { put_once "$dir/decision" "$*"; }

become_watchdog() {
  if is_watched; then return 1; fi
  read_word "$dir/phase"
  [ "$word" != over ] || return 1
  hand_over "$id" $$ && keep "$dir/watchdog" "$(identity $$)"
}

# watch ID
watch() {
  id=$1 dir=$deployments/$1 why=
  cd /
  new=$(value "$dir/plan" new)
  old=$(value "$dir/recorded" current)
  timeout=$(value "$dir/plan" timeout)
  # The tools of the system that we go back to: what /run/current-system has is about to change.
  PATH=$old/sw/bin:$PATH
  second=no
  [ ! -e "$dir/watchdog" ] || second=yes
  with_mutex become_watchdog || exit 0
  read_word "$dir/phase"
  phase=$word
  if [ ! -e "$dir/decision" ]; then
    if [ $second = no ]; then
      attempt || decide "undo $why"
    elif [ "$phase" = rebooting ] && [ "$(value "$dir/recorded" boot)" != "$this_boot" ]; then
      after_reboot || decide "undo $why"
    elif [ "$(value "$dir/recorded" boot)" != "$this_boot" ]; then
      decide "undo the host was restarted before the deployment was confirmed"
    else
      decide "undo the watchdog was killed"
    fi
  fi
  read -r verdict rest 2>/dev/null <"$dir/decision" || verdict=undo rest=$why
  case $verdict in
    commit) commit ;;
    *)
      why=$rest
      undo
      ;;
  esac
  exit 0
}

# attempt: everything up to the decision. Fails with `why` if the old system has to come back.
attempt() {
  action=$(value "$dir/plan" action)
  place_keys before || { why=${why:-"the keys could not be put in place"} && return 1; }
  case $action in
    boot)
      install_for_next_boot
      return
      ;;
    switch | test)
      if [ "$(value "$dir/plan" reboot)" = yes ]; then
        prepare_reboot || return 1
        reboot_now
        why="the host did not reboot"
        return 1
      fi
      activate || return 1
      if [ "$code" = 100 ] && [ "$action" = test ]; then
        why="this system can't be activated while the old one runs (exit status 100), and it was not to be installed"
        return 1
      elif [ "$code" = 100 ]; then
        say "this system can't be activated while the old one runs: it is installed for the next boot"
        : >"$dir/next-boot"
        install_for_next_boot
        return
      fi
      ;;
  esac
  prove
}

# Nothing runs that could be confirmed: what is left is the commit.
install_for_next_boot() {
  place_keys after || warn "$why; it comes with the first deployment after the reboot"
  decide "commit $this_boot"
  why=
}

activate() {
  enter activating
  keep "$dir/activated" "$this_boot"
  switch "$new" test activation "$timeout"
  [ "$code" = 100 ] || judge
}

# prove: the new system runs; now it has to show that it works, and somebody has to say that it can be reached.
prove() {
  tick
  deadline=$((now + timeout))
  place_keys after || { why=${why:-"the keys could not be put in place"} && return 1; }
  restart_units || return 1
  check_health || return 1
  tick
  deadline=$((now + timeout + $(value "$dir/plan" health-timeout)))
  enter waiting
  tries=0
  while [ ! -e "$dir/decision" ]; do
    tick
    if [ "$now" -ge $deadline ]; then
      why="nobody confirmed within $timeout s that the host can be reached"
      return 1
    fi
    pause $tries
    tries=$((tries + 1))
  done
}

after_reboot() {
  if [ "$(resolved /run/booted-system)" != "$new" ]; then
    why="the new system did not come up; the bootloader started the old one"
    return 1
  fi
  place_keys before || return 1
  prove
}

# commit: the profile, then the bootloader. The commit point is the bootloader's success.
commit() {
  enter committing
  if [ -e "$dir/gave-up" ]; then
    why=$(cat "$dir/gave-up")
    undo
    return
  fi
  action=$(value "$dir/plan" action)
  outcome=deployed
  if [ "$action" = boot ] || [ -e "$dir/next-boot" ]; then outcome=installed; fi
  if [ "$rest" != "$this_boot" ] && [ "$(resolved /run/current-system)" != "$new" ]; then
    give_up "the host was restarted before the bootloader was installed"
    return
  fi
  case $action in
    switch | boot)
      set_profile || { give_up "the profile could not be set" && return; }
      : >"$dir/bootloader" && sync "$dir/bootloader"
      switch "$new" boot bootloader "$timeout"
      [ "$code" = 0 ] || { give_up "the bootloader could not be installed ($(ended "$code"))" && return; }
      ;;
  esac
  if [ "$action:$outcome" = switch:deployed ]; then
    keep "$home/confirmed" "$new"
    link_to "$new" "$roots/confirmed"
  fi
  finish "$outcome"
}

ended() {
  case $1 in
    hung) echo "it did not end within $timeout s" ;;
    lost) echo "it was killed" ;;
    *) echo "exit status $1" ;;
  esac
}

give_up() {
  keep "$dir/gave-up" "$1"
  why=$1
  undo
}

# undo: back to what was recorded, by explicit paths, and then looks whether that is true.
undo() {
  enter undoing
  if [ "$(value "$dir/plan" automatic)" = no ]; then
    finish left
    return
  fi
  say "going back: $why"
  end_unit "terrane-$id-activation"
  end_unit "terrane-$id-bootloader"
  end_unit "terrane-$id-preparation"
  restore_profile
  if [ -e "$dir/once" ]; then forget_once; fi
  if [ -e "$dir/bootloader" ]; then
    switch "$old" boot old-bootloader "$timeout"
    [ "$code" = 0 ] ||
      warn "the old system's bootloader entry could not be written again ($(ended "$code")): look at /boot before you restart the host"
  fi
  restored=no
  if restore_keys; then restored=yes; fi
  was_activated=$(cat "$dir/activated" 2>/dev/null)
  if [ "$was_activated" = "$this_boot" ] || [ "$(resolved /run/current-system)" != "$old" ]; then
    activate_old
  fi
  tick
  deadline=$((now + timeout))
  kept=$why
  if [ $restored = yes ] && ! restart_units; then warn "$why"; fi
  why=$kept
  if [ "$(resolved /run/current-system)" = "$old" ] && [ "$(readlink "$profile")" = "$(value "$dir/recorded" link)" ]; then
    finish rolled-back
  else
    finish broken
  fi
}

activate_old() {
  kept=$why
  tick
  limit_old=$((now + timeout))
  while :; do
    switch "$old" test old-activation "$timeout"
    # Somebody else's switch has the lock: that ends.
    tick
    if [ "$code" != 1 ] || [ "$now" -ge $limit_old ]; then break; fi
    sleep 0.5
  done
  case $code in
    0) ;;
    4) newly=$(newly_failed) && [ -z "$newly" ] || warn "units failed as the old system came back: $(echo $newly)" ;;
    *) warn "the old system's activation ended badly ($(ended "$code"))" ;;
  esac
  why=$kept
}

warn() {
  say "$1"
  printf '%s\n' "$1" >>"$dir/warnings"
}

# prefixed FILE: a line end before each of its lines, and what the line is.
prefixed() {
  [ ! -e "$dir/$1" ] || while read -r line; do printf '\n%s %s' "${1%s}" "$line"; done <"$dir/$1"
}

# finish OUTCOME: the result, then what need not be kept.
finish() {
  case $1 in
    deployed | installed)
      forget_keys
      retain
      ;;
    rolled-back) forget_keys ;;
  esac
  keep "$dir/result" "outcome $1${why:+
reason $why}$(prefixed newly-failed)$(prefixed warnings)"
  enter over
  [ "$1" = broken ] || rm -f "$roots/$id-new" "$roots/$id-old"
  with_mutex drop_lock "$id"
  case $1 in left | broken) ;; *) start_held ;; esac
}

# start_held: units that would not start in a system that nobody had confirmed, as what they change elsewhere does not come
# back with the old system. Each has left its name (nix/library/nixos-module/unless-unconfirmed.sh).
start_held() {
  for file in /run/terrane/held/*; do
    [ -e "$file" ] || continue
    rm -f "$file"
    timeout 30 systemctl start --no-block -- "${file##*/}" </dev/null >>"$dir/output" 2>&1
  done
}
