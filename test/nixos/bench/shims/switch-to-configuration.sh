#!/bin/sh
# What nixpkgs' switch-to-configuration looks like from outside: a lock, an activation that moves /run/current-system, a
# bootloader with an entry for each generation and a default. on-test and on-boot are this system's own misbehaviour.
out=$(readlink -f "${0%/bin/*}")
mkdir -p /run/nixos
exec 9>>/run/nixos/switch-to-configuration.lock
flock -n 9 || {
  echo 'Could not acquire lock' >&2
  exit 1
}
echo "$1 $out" >>/var/log/switches
case $1 in
  boot)
    install() {
      mkdir -p /boot/entries
      rm -f /boot/entries/*
      for link in /nix/var/nix/profiles/system-*-link; do
        [ -L "$link" ] || continue
        number=${link##*/system-}
        readlink "$link" >"/boot/entries/nixos-generation-${number%-link}.conf"
      done
      if [ -d /boot/loader ]; then ln -sfn /boot/entries /boot/loader/entries; fi
      echo "$out" >/boot/default.new
      mv /boot/default.new /boot/default
    }
    . "$out/on-boot"
    install
    ;;
  test | switch)
    echo "activating $out..." >&2
    # A system that works has the network and the ssh server.
    ip link set eth0 up
    ip addr show eth0 | grep -q "$(cat /mnt/address)" || ip addr add "$(cat /mnt/address)/30" dev eth0
    if ! kill -0 "$(cat /run/sshd.pid 2>/dev/null)" 2>/dev/null; then /usr/sbin/sshd -f /mnt/sshd_config -E /var/log/sshd 9>&-; fi
    activate() {
      ln -sfn "$out" /run/current-system.new
      mv -Tf /run/current-system.new /run/current-system
    }
    . "$out/on-test"
    activate
    ;;
  dry-activate) echo 'would restart the following units: nothing.service' >&2 ;;
esac
exit 0
