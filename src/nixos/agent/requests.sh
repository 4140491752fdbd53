# What the other side asks for. Answers are `name value` lines; `end` closes them.

# session ID OWNER SYSTEM KEY-PATH…: takes the lock and holds it while somebody is at the other end.
session() {
  id=$1 owner=$2 system=$3
  shift 3
  mkdir -p "$deployments"
  # What another deployment has left undone comes first: somebody has to `resume` it.
  if ! is_unfinished && with_mutex take_lock "$id" "$owner" $$; then
    trap 'end_session' EXIT
    trap 'exit 0' HUP INT TERM PIPE
    # Before it is copied, so that no collection of garbage finds it without a root.
    case $system in
      -) ;;
      *) link_to "$system" "$roots/$id-new" ;;
    esac
    echo locked
  fi
  # What runs is there; else Nix is asked while the rest is looked at.
  asked= arrived=yes
  if [ "$system" != - ] && [ "$(resolved /run/current-system)" != "$system" ]; then
    if [ -e "$system" ]; then
      nix-store --check-validity "$system" 2>/dev/null &
      asked=$!
    else
      arrived=no
    fi
  fi
  print_state
  print_deployment
  print_keys "$@"
  if [ $arrived = yes ] && { [ -z "$asked" ] || wait "$asked"; }; then echo 'valid yes'; fi
  echo end
  if holds_lock "$id"; then sweep; fi
  while read -r _; do
    if holds_lock "$id"; then hear; fi
  done
}

end_session() {
  [ -d "$deployments/$id" ] || rm -f "$roots/$id-new"
  with_mutex drop_lock "$id" $$
}

# sweep: nobody waits for it. What deployments have left that were cut off before they were armed, and the memory of all but the last ones.
sweep() {
  for dir in "$deployments"/*.arriving; do
    swept=${dir##*/}
    swept=${swept%.arriving}
    [ -d "$dir" ] && [ "$swept" != "$id" ] || continue
    (
      id=$swept
      forget_keys
      rm -f "$roots/$id-new" "$roots/$id-old"
    )
    rm -rf "$dir"
  done
  last=$(cat "$deployments/last" 2>/dev/null)
  ls -t "$deployments" | grep -vx -e last -e "$last" | tail -n +4 | while read -r name; do
    rm -rf "${deployments:?}/$name"
    rm -f "$roots/$name-new" "$roots/$name-old"
  done
  for file in "$home"/begin-*.mutex; do
    [ "$file" = "$home/begin-$id.mutex" ] || rm -f "$file"
  done
  : >"$home/log"
  for file in "$home"/agent-*; do
    [ "$file" = "$program" ] || rm -f "$file"
  done
}

refuse() {
  echo "refused $1"
  forget_keys
  rm -rf "$dir"
  return 1
}

# begin ID OFFSET: reads the plan up to `end`, then keys; arms the watchdog, and shows what happens until somebody has to
# confirm. Asked a second time (the answer was lost), it only shows.
begin() {
  id=$1
  # One that waits for the rest of its input, over a connection that is gone, must not keep others from theirs.
  exec 8>>"$home/begin-$id.mutex" && flock 8
  if [ ! -d "$deployments/$id" ]; then arrive || return 0; fi
  rm -f "$home/begin-$id.mutex"
  exec 8>&-
  echo armed
  follow "$id" "$2" waiting
}

# rejoin ID OFFSET: what became of a `begin` whose connection broke. One that still waits for its input never gets it.
rejoin() {
  exec 8>>"$home/begin-$1.mutex" && flock -w 10 8
  rm -f "$home/begin-$1.mutex"
  exec 8>&-
  follow "$1" "$2" waiting
}

arrive() {
  dir=$deployments/$id.arriving
  if [ -d "$dir" ]; then
    forget_keys
    rm -rf "$dir"
  fi
  mkdir -p "$dir" || { echo "refused can't write to $home" && return 1; }
  complete=no
  while read -r line; do
    if [ "$line" = end ]; then
      complete=yes
      break
    fi
    printf '%s\n' "$line"
  done >"$dir/plan"
  # What the shell has not read is still to come.
  [ $complete = yes ] || { refuse 'the plan did not arrive whole' || return 1; }
  holds_lock "$id" || { refuse 'the lock was lost meanwhile; somebody else may be deploying' || return 1; }
  new=$(value "$dir/plan" new)
  asked=
  if [ "$(value "$dir/plan" action)" != keys ]; then
    nix-store --check-validity "$new" 2>/dev/null &
    asked=$!
    [ -x "$new/bin/switch-to-configuration" ] || { refuse "$new is no NixOS system" || return 1; }
  fi
  stage_keys || { refuse "$why" || return 1; }
  [ -z "$asked" ] || wait "$asked" || { refuse "$new is not in the host's store" || return 1; }
  : >"$dir/output"
  record >"$dir/recorded.new" && sync "$dir/recorded.new" && mv "$dir/recorded.new" "$dir/recorded" ||
    { refuse "can't write to $home" || return 1; }
  old=$(value "$dir/recorded" current)
  [ -n "$old" ] || { refuse 'there is no /run/current-system: no NixOS runs here' || return 1; }
  link_to "$new" "$roots/$id-new" && link_to "$old" "$roots/$id-old" &&
    put "$dir/phase" armed && sync "$dir" || { refuse "can't write to $home" || return 1; }
  mv "$dir" "$deployments/$id" && dir=$deployments/$id && sync "$deployments" && keep "$deployments/last" "$id"
  arm 8>&-
}

# arm: starts a watchdog and waits until it says that it is there.
arm() {
  detach "terrane-$id" on-failure watch "$id"
  tries=0
  until is_watched || is_over; do
    tries=$((tries + 1))
    if [ $tries -ge 400 ]; then
      echo 'failed-to-arm'
      return 0
    fi
    sleep 0.05
  done
}

# resume ID OFFSET: a deployment whose watchdog is gone gets another one. Keys that the machine lost come along.
resume() {
  id=$1 dir=$deployments/$1
  if [ ! -d "$dir" ]; then
    echo unknown-deployment
    return
  fi
  if ! is_watched && ! is_over; then
    # Without a decision there may be a reboot that has just ended well; only then new keys have a use.
    if [ "$word" = rebooting ]; then stage_keys; fi
    arm
  fi
  follow "$id" "$2" waiting
}

# confirm ID OFFSET NONCE: somebody reached this host over a new connection and says so.
confirm() {
  id=$1 dir=$deployments/$1
  if [ "$(value "$dir/plan" nonce)" != "$3" ]; then
    echo 'refused the confirmation is for another deployment'
    return
  fi
  # A dead watchdog can't commit: whoever follows sees that it is dead.
  read_word "$dir/phase"
  if [ "$word" = waiting ] && is_watched; then
    put_once "$dir/decision" "commit $this_boot"
  fi
  follow "$id" "$2" over
}

# withdraw ID OFFSET REASON: the other side has seen that it must not stay.
withdraw() {
  dir=$deployments/$1
  put_once "$dir/decision" "undo $3"
  follow "$1" "$2" over
}

# follow ID OFFSET [PHASE]: what happens, from a place in the output on, until that phase or the end.
follow() {
  dir=$deployments/$1 offset=$2 until=${3:-over} shown=
  [ -d "$dir" ] || {
    echo unknown-deployment
    return
  }
  looks=0 size=0
  while :; do
    # In this order: whoever is seen to have ended has written all that there is.
    living=unasked
    if [ $((looks % 10)) = 0 ]; then if is_watched; then living=yes; else living=no; fi; fi
    looks=$((looks + 1))
    read_word "$dir/phase"
    phase=$word
    if [ "$phase" != "$shown" ] || [ $((looks % 3)) = 0 ]; then size=$(stat -c %s "$dir/output"); fi
    if [ "$size" -gt "$offset" ]; then
      echo "output $((size - offset))"
      tail -c "+$((offset + 1))" "$dir/output" | head -c $((size - offset))
      offset=$size
    fi
    if [ "$phase" != "$shown" ]; then
      echo "phase $phase"
      shown=$phase
    fi
    if [ "$phase" = over ]; then
      cat "$dir/result"
      print_state
    elif [ "$phase" = "$until" ]; then
      :
    elif [ $living = no ]; then
      echo dead
    else
      pause $looks
      continue
    fi
    echo end
    return
  done
}

# closure PATH: each store path that it needs, after its size.
closure() {
  list=$(nix-store --query --requisites "$1") || return 1
  echo "$list" | xargs nix-store --query --size >"$home/sizes.$$" && echo "$list" | paste -d ' ' "$home/sizes.$$" -
  rm -f "$home/sizes.$$"
}

# missing: of the store paths on standard input those that are not here, once the host's own caches have been asked.
missing() {
  wanted=$home/wanted.$$
  sort -u >"$wanted"
  xargs nix-store --check-validity --print-invalid <"$wanted" >"$wanted.not" 2>/dev/null
  if [ -s "$wanted.not" ]; then
    xargs nix-store --realise --keep-going --ignore-unknown <"$wanted.not" >/dev/null 2>&1
    xargs nix-store --check-validity --print-invalid <"$wanted.not"
  fi
  rm -f "$wanted" "$wanted.not"
}
