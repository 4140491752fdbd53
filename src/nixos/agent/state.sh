# What is true of the host, printed as `name value` lines.

failed_units() {
  command -v systemctl >/dev/null || return 1
  units=$(systemctl list-units --state=failed --full --plain --no-legend --no-pager 2>/dev/null) || return 1
  [ -z "$units" ] || printf '%s\n' "$units" | sed 's/[[:space:]].*//'
}

# The number of the generation that the system profile is at.
generation() {
  link=$(readlink "$profile" 2>/dev/null) || return 0
  number=${link#*system-}
  case $number in *-link) echo "${number%-link}" ;; esac
}

# print NAME [VALUE]: a line, unless there is no value.
print() { if [ -n "${2:-}" ]; then echo "$1 $2"; fi; }

print_systems() {
  print boot "$this_boot"
  if [ -e /run/current-system ] && [ -e /run/booted-system ] && [ -e "$profile" ]; then
    # Nearly always; one process instead of three.
    set -- $(readlink -f /run/current-system /run/booted-system "$profile")
    print current "$1"
    print booted "$2"
    print profile "$3"
  else
    print current "$(resolved /run/current-system)"
    print booted "$(resolved /run/booted-system)"
    print profile "$(resolved "$profile")"
  fi
  print generation "$(generation)"
}

print_state() {
  print_systems
  read_word "$home/confirmed"
  print confirmed "$word"
  failed_units | sed 's/^/failed /'
  print_lock
}

print_generations() {
  for link in "$profile"-*-link; do
    [ -L "$link" ] || continue
    number=${link#"$profile"-}
    echo "had ${number%-link} $(readlink "$link")"
  done
}

# Of each file: its number here, a digest of what is in it, owner, group and mode; `absent` where it is not there.
print_keys() {
  index=0
  for path; do
    if [ -f "$path" ]; then
      digest=$(sha256sum <"$path")
      echo "key $index ${digest%% *} $(stat -L -c '%U %G %a' "$path")"
    else
      echo "key $index absent"
    fi
    index=$((index + 1))
  done
}

# is_over: whether the deployment in `dir` has ended.
is_over() {
  read_word "$dir/phase"
  [ "$word" = over ]
}

is_unfinished() {
  last=$(cat "$deployments/last" 2>/dev/null) && [ -d "$deployments/$last" ] &&
    [ "$(cat "$deployments/$last/phase" 2>/dev/null)" != over ]
}

# The deployment that was last begun here, and whether somebody still has to end it.
print_deployment() {
  last=$(cat "$deployments/last" 2>/dev/null) || return 0
  [ -d "$deployments/$last" ] || return 0
  dir=$deployments/$last
  if is_watched; then living=yes; else living=no; fi
  read_word "$dir/phase"
  echo "deployment $last ${word:-armed} $living $(value "$dir/plan" nonce) $(value "$dir/plan" new)"
}
