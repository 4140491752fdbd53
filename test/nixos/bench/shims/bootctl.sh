#!/bin/sh
case $1 in
  is-installed) [ -d /boot/loader ] ;;
  set-oneshot)
    rm -f /boot/once
    [ -z "$2" ] || cp "/boot/entries/$2" /boot/once
    ;;
esac
