#!/bin/sh
# Starts a command as a unit: detached, with the environment that was asked for and no other, and again after it was
# killed if that was asked for.
echo "systemd-run $*" >>/var/log/systemd-run
restart=no
while :; do
  case $1 in
    --unit=*) unit=${1#--unit=} ;;
    --setenv=PATH=*) path=${1#--setenv=PATH=} ;;
    --setenv=TERRANE_UNIT=*) name=${1#--setenv=TERRANE_UNIT=} ;;
    --property=Restart=*) restart=${1#--property=Restart=} ;;
    --*) ;;
    *) break ;;
  esac
  shift
done
mkdir -p /run/units
keep_up='while :; do
  env -i PATH="$path" TERRANE_UNIT="$name" NIX_CONF_DIR="$NIX_CONF_DIR" "$@"
  [ $? -gt 128 ] && [ "$restart" = on-failure ] || break
  sleep 0.1
done'
path=$path name=$name restart=$restart setsid /bin/sh -c "$keep_up" sh "$@" </dev/null >/dev/null 2>&1 &
echo $! >"/run/units/$unit"
