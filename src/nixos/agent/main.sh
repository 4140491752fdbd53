# stay: the answer is complete; the connection, which others may share, is held until the other side closes it.
stay() {
  echo end
  while read -r _; do :; done
}

verb=$1
shift
case $verb in
  state)
    print_state
    print_deployment
    print_keys "$@"
    stay
    ;;
  generations)
    print_state
    print_generations
    stay
    ;;
  dry-activate)
    umask 022
    exec "$1/bin/switch-to-configuration" dry-activate
    ;;
  import) exec nix-store --import ;;
  session | begin | rejoin | resume | confirm | withdraw | follow | closure | missing | run | watch) "$verb" "$@" ;;
  *)
    echo "the agent does not know '$verb'" >&2
    exit 64
    ;;
esac
