# A deployment that goes through a reboot. What runs on the host does not survive that, so the bootloader stands guard:
# the new system is started once, the old one stays the default until the new one has been confirmed.

# prepare_reboot: sets the profile and has the next start, and only that, be the new system's. `why` says what failed.
prepare_reboot() {
  enter preparing
  set_profile || { why="the profile could not be set" && return 1; }
  : >"$dir/bootloader" && sync "$dir/bootloader"
  if can_start_once; then
    # Written by the old system: entries for all generations, its own as the default.
    switch "$old" boot preparation "$timeout"
    [ "$code" = 0 ] || { why="the bootloader could not be installed (exit status $code)" && return 1; }
    start_once "$(generation)" || { why="the bootloader does not take a system for one start" && return 1; }
  else
    say "UNPROTECTED: this bootloader can't start a system just once; if the new one does not come up, somebody has to choose the old one in its menu"
    : >"$dir/unprotected"
    switch "$new" boot preparation "$timeout"
    [ "$code" = 0 ] || { why="the bootloader could not be installed (exit status $code)" && return 1; }
  fi
}

can_start_once() {
  if command -v bootctl >/dev/null && bootctl is-installed >/dev/null 2>&1; then return 0; fi
  command -v grub-reboot >/dev/null && [ -e /boot/grub/grub.cfg ]
}

# forget_once: the next start is like any other.
forget_once() {
  if command -v bootctl >/dev/null; then timeout 30 bootctl set-oneshot '' >>"$dir/output" 2>&1; fi
  if command -v grub-editenv >/dev/null; then timeout 30 grub-editenv - unset next_entry >>"$dir/output" 2>&1; fi
}

# start_once GENERATION
start_once() {
  : >"$dir/once" && sync "$dir/once"
  if command -v bootctl >/dev/null && bootctl is-installed >/dev/null 2>&1; then
    for folder in /boot /efi /boot/efi; do
      for entry in "$folder/loader/entries/nixos-generation-$1".conf "$folder/loader/entries/nixos-generation-$1"+*.conf; do
        if [ -e "$entry" ]; then
          timeout 30 bootctl set-oneshot "${entry##*/}" >>"$dir/output" 2>&1
          return
        fi
      done
    done
    return 1
  fi
  # The titles that NixOS gives its menu.
  title=$(grep -o "NixOS - Configuration $1 ([^\"']*" /boot/grub/grub.cfg | head -n 1)
  [ -n "$title" ] && timeout 30 grub-reboot "NixOS - All configurations>$title" >>"$dir/output" 2>&1
}

reboot_now() {
  enter rebooting
  sync
  systemctl reboot >>"$dir/output" 2>&1 || reboot >>"$dir/output" 2>&1
  # Whoever follows us sees the connection go; we go with the machine.
  sleep 600
}
