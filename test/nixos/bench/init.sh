#!/bin/sh
# The first process of a bench host: mounts its disk, starts what the bootloader has chosen, and stays until its input
# ends. Arguments: the disk, the store's size (`-` for no limit).
disk=$1 size=$2
mount --make-rprivate /
mount --bind "$disk/mnt" /mnt
mount -t tmpfs tmpfs /run
mount --bind "$disk/nix" /nix
mount --bind "$disk/var-lib" /var/lib
mount --bind "$disk/var-log" /var/log
mount --bind "$disk/boot" /boot
mount --bind "$disk/home" /root
mount --bind "$disk/boot-id" /proc/sys/kernel/random/boot_id
for file in passwd group shadow sudoers; do
  [ ! -e "$disk/etc/$file" ] || mount --bind "$disk/etc/$file" "/etc/$file"
done
mount --bind "$disk/tmp" /tmp
if [ "$size" != - ]; then
  # A file system that is nearly full: what is in the store moves over.
  mkdir -p /run/full
  mount -t tmpfs -o "size=$size" tmpfs /run/full
  cp -a /nix/. /run/full/
  mount --move /run/full /nix
fi
# NixOS has bash as /bin/sh; where systemd is played, the agent has to do with what this machine has.
[ -e /mnt/systemd ] || mount --bind "$(command -v bash)" "$(readlink -f /bin/sh)"
hostname bench
ip link set lo up
ip link set eth0 up
ip addr add "$(cat /mnt/address)/30" dev eth0 2>/dev/null
mkdir -p /run/sshd /run/nixos /run/keys
: >/run/failed-units
: >/run/active-units
if [ -e /mnt/no-new-system ]; then rm -f /boot/once; fi
if [ -e /boot/once ]; then
  system=$(cat /boot/once)
  rm -f /boot/once
else
  system=$(cat /boot/default)
fi
ln -s "$system" /run/current-system
ln -s "$system" /run/booted-system
if [ -e /mnt/systemd ]; then mkdir -p /run/systemd/system; fi
/usr/sbin/sshd -f /mnt/sshd_config -E /var/log/sshd
echo up
(
  until [ -e /mnt/reboot ]; do sleep 0.1; done
  kill -TERM 1
) &
trap 'exit 0' TERM
while read -r _; do :; done
