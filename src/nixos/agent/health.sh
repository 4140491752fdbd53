# Checks from the host itself that must hold before the deployment may be confirmed. `check` lines of the plan:
#
#   check unit NAME
#   check command SHELL-WORDS
#   check http STATUS URL      (STATUS `-`: any that is no error)
#   check tcp HOST PORT

# check_health: tries until all hold or the time is over; `why` says what did not.
check_health() {
  grep -q '^check ' "$dir/plan" || return 0
  enter checking
  tick
  limit=$((now + $(value "$dir/plan" health-timeout)))
  while ! check_once; do
    tick
    if [ "$now" -ge $limit ]; then
      why="health check failed: $why"
      return 1
    fi
    # Somebody may have decided meanwhile.
    [ ! -e "$dir/decision" ] || return 0
    sleep 0.3
  done
}

check_once() {
  values "$dir/plan" check >"$dir/checks"
  while read -r kind what; do
    case $kind in
      unit)
        timeout 10 systemctl is-active --quiet -- "$what" </dev/null || {
          why="the unit $what is not active"
          return 1
        }
        ;;
      command)
        timeout 30 /bin/sh -c "umask 022; $what" </dev/null >>"$dir/output" 2>&1 || {
          why="the command $what failed"
          return 1
        }
        ;;
      http)
        check_http ${what%% *} "${what#* }" || return 1
        ;;
      tcp)
        timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash ${what% *} ${what##* } </dev/null 2>/dev/null || {
          why="nothing listens on ${what% *} port ${what##* }"
          return 1
        }
        ;;
    esac
  done <"$dir/checks"
}

check_http() {
  if ! command -v curl >/dev/null; then
    why="there is no curl here to ask $2 with"
    return 1
  fi
  got=$(curl --silent --output /dev/null --max-time 10 --write-out '%{http_code}' -- "$2" </dev/null)
  case $1:$got in
    -:[23]??) return 0 ;;
    *:000) why="$2 does not answer" ;;
    "$got:$got") return 0 ;;
    *) why="$2 answers with status $got" ;;
  esac
  return 1
}
