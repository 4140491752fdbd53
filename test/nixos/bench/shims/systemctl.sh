#!/bin/sh
# systemd as far as a deployment asks it: failed units and active ones are lines of files.
echo "systemctl $*" >>/var/log/systemctl
for unit; do :; done
case $1 in
  list-units)
    if [ -e /run/systemctl-broken ]; then exit 1; fi
    while read -r name; do echo "$name loaded failed failed A unit"; done </run/failed-units
    ;;
  is-active) grep -Fqx -- "$unit" /run/active-units ;;
  restart | reload-or-restart)
    if grep -Fqx -- "$unit" /run/unrestartable 2>/dev/null; then exit 1; fi
    ;;
  reboot) : >/mnt/reboot ;;
  kill | stop)
    leader=$(cat "/run/units/${unit%.service}" 2>/dev/null) || exit 0
    kill -KILL -- "-$leader" 2>/dev/null
    rm -f "/run/units/${unit%.service}"
    ;;
esac
exit $?
