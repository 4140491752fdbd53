#!/bin/sh
# In the place of nixos-anywhere: notes its arguments, and makes the host run the system, over an ssh that asks for no host
# key, as the real one does.
echo "$*" >>"$FAKE_ANYWHERE_LOG"
for target; do :; done
lax='-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no'
echo '### Installing NixOS ###'
NIX_SSHOPTS=$lax nix --extra-experimental-features nix-command copy --no-check-sigs --to "ssh://$target" "$3" || exit 1
ssh $lax "$target" "nix-env -p /nix/var/nix/profiles/system --set $3 && ln -sfn $3 /run/current-system" || exit 1
