# The system profile: generations are links beside it, and it is a link to one of them.

# set_profile: the new system becomes the profile's, as a new generation or as the one that the plan names.
set_profile() {
  number=$(value "$dir/plan" generation)
  if [ -n "$number" ]; then
    link_to "${profile##*/}-$number-link" "$profile"
  else
    timeout 60 nix-env --profile "$profile" --set "$new" </dev/null >>"$dir/output" 2>&1
  fi
  [ "$(resolved "$profile")" = "$new" ] && sync "${profile%/*}"
}

# restore_profile: the profile is what it was, and the generations that this deployment made are gone.
restore_profile() {
  was=$(value "$dir/recorded" link)
  if [ "$(readlink "$profile")" != "$was" ]; then
    if [ -n "$was" ]; then link_to "$was" "$profile"; else rm -f "$profile"; fi
  fi
  for link in "$profile"-*-link; do
    [ -L "$link" ] || continue
    number=${link#"$profile"-}
    number=${number%-link}
    grep -q "^had $number " "$dir/recorded" || [ "$(readlink "$link")" != "$new" ] || rm -f "$link"
  done
  sync "${profile%/*}"
}

# retain: the newest `keep` generations stay, and besides them whatever has the booted, the running, the confirmed system
# or the profile's.
retain() {
  keep=$(value "$dir/plan" keep)
  protected=$({
    resolved /run/booted-system
    resolved /run/current-system
    resolved "$profile"
    cat "$home/confirmed"
  } 2>/dev/null)
  for link in "$profile"-*-link; do
    number=${link#"$profile"-}
    [ ! -L "$link" ] || echo "${number%-link}"
  done | sort -rn | while read -r number; do
    if echo "$protected" | grep -Fqx -- "$(readlink -f "$profile-$number-link")"; then continue; fi
    keep=$((keep - 1))
    [ $keep -ge 0 ] || rm -f "$profile-$number-link"
  done
}

# record: what this host was before anything changed.
record() {
  print_systems
  print link "$(readlink "$profile" 2>/dev/null)"
  print_generations
  failed_units | sed 's/^/failed /'
}
