# What a rule of a security group can consist of. A reference, which only Terraform can look at, stands for any of it.
{ lib }:
let
  inherit (builtins)
    all
    elemAt
    filter
    isString
    length
    match
    split
    ;
  inherit (lib) toInt types;

  isReference = text: match ".*[$][{].*" text != null;

  described = type: description: type // { inherit description; };
  text = check: description: described (types.addCheck types.str (text: isString text && check text)) description;

  parts = separator: text: filter isString (split separator text);

  # Without a sign or leading zeros, which Nix' own reading of numbers minds.
  isNumber = least: most: text: match "0|[1-9][0-9]{0,4}" text != null && toInt text >= least && toInt text <= most;

  isRange =
    text:
    let
      ends = parts "-" text;
      isPort = isNumber 0 65535;
    in
    length ends == 2 && all isPort ends && toInt (elemAt ends 0) <= toInt (elemAt ends 1);

  # RFC 4291, 2.2, without IPv4 addresses at the end, which AWS does not take.
  isAddress6 =
    text:
    let
      halves = parts "::" text;
      groups = half: if half == "" then [ ] else parts ":" half;
      areGroups = all (group: match "[0-9a-fA-F]{1,4}" group != null);
      found = lib.concatMap groups halves;
    in
    areGroups found && (if length halves == 2 then length found < 8 else length halves == 1 && length found == 8);

  isAddress4 =
    text:
    let
      bytes = parts "[.]" text;
    in
    length bytes == 4 && all (isNumber 0 255) bytes;

  isNetwork =
    text:
    let
      both = parts "/" text;
      address = elemAt both 0;
      size = elemAt both 1;
    in
    length both == 2 && (isAddress4 address && isNumber 0 32 size || isAddress6 address && isNumber 0 128 size);
in
{
  port = lib.mkOptionType {
    name = "ports";
    description = "port, or ports in the form \"8000-8100\"";
    check = value: types.port.check value || isString value && isRange value;
    merge = lib.options.mergeEqualOption;
  };

  protocol = text (
    protocol:
    builtins.elem protocol [
      "tcp"
      "udp"
      "icmp"
      "icmpv6"
      "all"
    ]
    || isNumber 0 255 protocol
    || isReference protocol
  ) "one of \"tcp\", \"udp\", \"icmp\", \"icmpv6\", \"all\", or the number of a protocol";

  source = text (
    source: source == "self" || match "(sg|pl)-.+" source != null || isReference source || isNetwork source
  ) "network (\"10.0.0.0/8\", \"2001:db8::/32\"), prefix list (\"pl-…\"), security group (\"sg-…\", \"self\") or reference";
}
