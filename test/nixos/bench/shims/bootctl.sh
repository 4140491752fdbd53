#!/bin/sh
case $1 in
  is-installed) [ -d /boot/loader ] ;;
  set-oneshot) cp "/boot/entries/$2" /boot/once ;;
esac
