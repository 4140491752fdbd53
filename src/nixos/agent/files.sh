# The agent: what terrane leaves on a host to do one deployment there, whether or not anybody is still connected.
#
# It is sent with each deployment and needs a POSIX shell, coreutils, sed, grep, util-linux (flock, setsid) and Nix.
# One folder a deployment, /var/lib/terrane/deployments/ID, is its memory; a file in it is either as it was or complete,
# so that whoever comes next (a second watchdog, the host after a power cut) can go on from what is there:
#
#   plan      what to do, `name value` a line, as it was sent
#   recorded  what the host was before: systems, profile, failed units, boot
#   phase     one word: armed, activating, checking, waiting, rebooting, committing, undoing, over
#   decision  `commit NONCE` or `undo REASON`, made once, by whoever comes first
#   gave-up   why a decided commit was undone after all
#   output    what people should see, appended to
#   result    how it ended
#   watchdog  the process that carries it out; keys, created-keys: the key files that it touches

set -u
umask 077
LC_ALL=C
PATH=${PATH:-/usr/bin:/bin}
# What belongs to the running system comes first, what was there before (a shim, a container's own tools) last.
PATH=/run/current-system/sw/bin:/run/wrappers/bin:$PATH
export LC_ALL PATH

home=/var/lib/terrane
deployments=$home/deployments
profile=/nix/var/nix/profiles/system
roots=/nix/var/nix/gcroots/terrane
program=$0

# put FILE TEXT: the text becomes the file's, whole or not at all.
put() { printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; }

# keep FILE TEXT: the same, and it is there after a power cut.
keep() {
  printf '%s\n' "$2" >"$1.new" && sync "$1.new" && mv -f "$1.new" "$1" && sync "${1%/*}"
}

# put_once FILE TEXT: makes the file with the text; fails where there is one. Of several that try, one succeeds.
put_once() {
  printf '%s\n' "$2" >"$1.$$" && sync "$1.$$" || return 1
  once=0
  ln "$1.$$" "$1" 2>/dev/null || once=1
  rm -f "$1.$$"
  sync "${1%/*}"
  return $once
}

# values FILE NAME: what the file says of a name, a line each time that it comes.
values() {
  [ -r "$1" ] || return 0
  while read -r said what; do
    if [ "$said" = "$2" ]; then printf '%s\n' "$what"; fi
  done <"$1"
}

# value FILE NAME: the first of them; nothing where there is none.
value() {
  [ -r "$1" ] || return 0
  while read -r said what; do
    if [ "$said" = "$2" ]; then
      printf '%s\n' "$what"
      return 0
    fi
  done <"$1"
}

# The word in a file, as `word`; empty where there is none. No process is started for it: loops use it.
read_word() {
  word=
  if [ -r "$1" ]; then read -r word <"$1"; fi
  :
}

# Seconds since the start of the machine, as `now`: no clock that anybody can set.
tick() {
  read -r now _ </proc/uptime
  now=${now%.*}
}

# pause TIMES: what is soon over is seen soon, what takes long is not looked at as often.
pause() {
  if [ "$1" -lt 20 ]; then set -- 0.05; else set -- 0.1; fi
  if waits_itself; then read -r -t "$1" _ <&7; else sleep "$1"; fi
}

# waits_itself: whether the shell can wait without another process, many times a second: bash, which NixOS has for sh, with
# something open (7) from which nothing ever comes.
can_wait=
waits_itself() {
  if [ -z "$can_wait" ]; then
    can_wait=no
    never=$home/never.$$
    if [ -n "${BASH_VERSION:-}" ] && mkfifo "$never" 2>/dev/null; then
      exec 7<>"$never"
      rm -f "$never"
      can_wait=yes
    fi
  fi
  [ $can_wait = yes ]
}

# has_folder FOLDER: makes it where it is not there.
has_folder() { [ -d "$1" ] || mkdir -p "$1"; }

# resolved LINK: where a link leads, or nothing.
resolved() {
  if [ -e "$1" ] || [ -L "$1" ]; then readlink -f "$1"; fi
}

# link_to TARGET LINK: makes or replaces a symbolic link in one step.
link_to() {
  has_folder "${2%/*}" && ln -sfn "$1" "$2.new" && mv -Tf "$2.new" "$2" && sync "${2%/*}"
}
