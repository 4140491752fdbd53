# Whether a unit may start, whose name is the argument: not in a system that terrane has deployed here and that nobody has
# confirmed yet. It may still be rolled back, and what the unit changes elsewhere would not be. The unit is noted, and the
# agent of that deployment (src/nixos/agent/) starts it when the deployment has ended.
#
# systemd takes exit status 1 of ExecCondition= for: not now, and no failure.
root=${TERRANE_ROOT:-}
home=$root/var/lib/terrane

word_in() {
  word=
  if [ -r "$1" ]; then read -r word <"$1"; fi
  printf '%s' "$word"
}

last=$(word_in "$home/deployments/last")
dir=$home/deployments/$last
if [ -z "$last" ] || ! [ -r "$dir/plan" ]; then exit 0; fi

new=
while read -r name value; do
  if [ "$name" = new ]; then new=$value; fi
done <"$dir/plan"
if [ "$(readlink -f "$root/run/current-system")" != "$new" ] || [ "$(word_in "$home/confirmed")" = "$new" ]; then exit 0; fi

if [ "$(word_in "$dir/phase")" = over ]; then
  # Rollback is off, or went wrong: it runs on, and nobody has confirmed it.
  read -r _ outcome <"$dir/result"
  case $outcome in left | broken) ;; *) exit 0 ;; esac
fi

mkdir -p "$root/run/terrane/held" && : >"$root/run/terrane/held/$1"
echo "not now: $new was deployed by terrane, and nobody has confirmed it yet" >&2
exit 1
