# Key files. Each comes on standard input, is put beside the place that it is for (same file system, so that putting it
# in place is one rename), and what was there stays beside it until the deployment has ended:
#
#   DIR/.terrane-ID-N.new   what will be there
#   DIR/.terrane-ID-N.old   what was there, the same file under a second name

staged() { echo "${2%/*}/.terrane-$id-$1"; }

# stage_keys: `why` says what failed. Reads `key N BYTES WHEN MODE OWNER GROUP PATH`, then so many bytes, again and again until `end`.
stage_keys() {
  while IFS=' ' read -r word index bytes when mode owner group path; do
    case $word in
      end) return 0 ;;
      key) ;;
      *) break ;;
    esac
    [ ! -d "$path" ] || { why="the key file $path is a folder" && return 1; }
    (umask 022 && mkdir -p "${path%/*}") 2>/dev/null || { why="can't make the folder of the key file $path" && return 1; }
    # Noted before it is there: whoever ends this deployment removes it.
    printf '%s %s %s %s %s %s\n' "$index" "$when" "$mode" "$owner" "$group" "$path" >>"$dir/keys"
    file=$(staged "$index" "$path").new
    rm -f "$file"
    head -c "$bytes" 2>/dev/null >"$file" && [ "$(stat -c %s "$file")" = "$bytes" ] && sync "$file" ||
      { why="can't write the key file $path (is the disk full?)" && return 1; }
    if [ "$when" = before ] && ! own_key "$file" "$mode" "$owner" "$group"; then
      why="can't give the key file $path to $owner:$group; where activation makes them, use upload = \"after\""
      return 1
    fi
  done
  why="the keys did not arrive whole"
  return 1
}

own_key() { chown "$3:$4" "$1" 2>/dev/null && chmod "$2" "$1"; }

# place_keys before|after: what was staged for that time takes its place.
place_keys() {
  [ -e "$dir/keys" ] || return 0
  while IFS=' ' read -r index when mode owner group path; do
    [ "$when" = "$1" ] || continue
    file=$(staged "$index" "$path")
    [ -e "$file.new" ] || continue
    if [ "$when" = after ] && ! own_key "$file.new" "$mode" "$owner" "$group"; then
      why="can't give the key file $path to $owner:$group"
      return 1
    fi
    if [ -e "$path" ] || [ -L "$path" ]; then
      # A second try finds the first one's.
      [ -e "$file.old" ] || [ -L "$file.old" ] || ln "$path" "$file.old" 2>/dev/null ||
        cp -pP "$path" "$file.old" || return 1
    elif [ ! -e "$file.old" ]; then
      echo "$path" >>"$dir/created-keys" && sync "$dir/created-keys" || return 1
    fi
    mv -Tf "$file.new" "$path" && sync "${path%/*}" || return 1
  done <"$dir/keys"
}

# restore_keys: what was there is there again. True if there was anything to restore.
restore_keys() {
  restored=1
  [ -e "$dir/keys" ] || return 1
  while IFS=' ' read -r index when mode owner group path; do
    file=$(staged "$index" "$path")
    if [ -e "$file.old" ] || [ -L "$file.old" ]; then
      mv -Tf "$file.old" "$path" && restored=0
    elif grep -Fqxs -- "$path" "$dir/created-keys"; then
      rm -f "$path" && restored=0
    fi
    rm -f "$file.new"
    sync "${path%/*}"
  done <"$dir/keys"
  return $restored
}

# forget_keys: nothing is left of what was there before, nor of what never took its place.
forget_keys() {
  [ -e "$dir/keys" ] || return 0
  while IFS=' ' read -r index when mode owner group path; do
    file=$(staged "$index" "$path")
    rm -f "$file.old" "$file.new"
  done <"$dir/keys"
}

# Units that read the keys, each once.
restart_units() {
  values "$dir/plan" restart | sort -u >"$dir/units"
  while read -r unit; do
    say "restarting $unit"
    timeout "$(remaining)" systemctl restart -- "$unit" </dev/null >>"$dir/output" 2>&1 ||
      { why="$unit did not restart with its new keys" && return 1; }
  done <"$dir/units"
  values "$dir/plan" reload | sort -u | grep -Fvx -f "$dir/units" >"$dir/units.reload"
  while read -r unit; do
    say "reloading $unit"
    timeout "$(remaining)" systemctl reload-or-restart -- "$unit" </dev/null >>"$dir/output" 2>&1 ||
      { why="$unit did not reload its new keys" && return 1; }
  done <"$dir/units.reload"
}
