# Network addresses.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    elemAt
    filter
    genList
    length
    match
    ;
  inherit (lib.strings)
    hasInfix
    hasPrefix
    hasSuffix
    splitString
    toInt
    toLower
    ;
  inherit (lib.trivial) bitXor fromHexString toHexString;

  piecesInAddress = 8;
  bitsInAddress = 128;

  # The eight pieces of an address, with zeros for "::".
  expand =
    address:
    let
      invalid = throw "${address} is not a valid IPv6 address";
      given = splitString ":" address;
      present = filter (piece: piece != "") given;
      zeros = genList (_: "0") (piecesInAddress - length present);
      compressed = hasInfix "::" address;
      atEdge = hasPrefix "::" address || hasSuffix "::" address;
      # An edge splits off one empty piece more than the middle does.
      emptyPieces =
        if address == "::" then
          3
        else if atEdge then
          2
        else if compressed then
          1
        else
          0;
      fill =
        pieces:
        builtins.concatMap (piece: if piece == "" then zeros else [ piece ]) pieces;
    in
    if match "[0-9A-Fa-f:]+" address == null then
      throw "${address} contains malformed characters for IPv6 address"
    else if
      length given - length present != emptyPieces
      || (compressed && length present >= piecesInAddress)
      || (!compressed && length present != piecesInAddress)
    then
      invalid
    else if hasPrefix "::" address then
      zeros ++ present
    else if hasSuffix "::" address then
      present ++ zeros
    else
      fill given;

  normalisePiece =
    piece:
    let
      number = fromHexString piece;
    in
    if number > 65535 then
      throw "0x${piece} is not a valid u16 integer"
    else
      toLower (toHexString number);
in
{
  # IPv6 addresses: `fromString`, `mkEUI64Suffix` and the like.
  ipv6 = {
    # `{ address, prefixLength }`, the address in lower case and with all eight pieces.
    fromString =
      text:
      let
        parts = splitString "/" text;
        bits = toInt (elemAt parts 1);
      in
      if length parts > 2 then
        throw "${text} is not a valid IPv6 address in CIDR notation"
      else
        {
          address = concatStringsSep ":" (map normalisePiece (expand (elemAt parts 0)));
          prefixLength =
            if length parts == 1 then
              bitsInAddress
            else if 1 <= bits && bits <= bitsInAddress then
              bits
            else
              throw "${text} IPv6 subnet should be in range [1;${toString bitsInAddress}], got ${toString bits}";
        };

    # The half of an address that a network card's MAC address gives.
    mkEUI64Suffix =
      mac:
      let
        octet = "([0-9A-Fa-f]{2})";
        octets = match "${octet}[-:.]?${octet}[-:.]?${octet}[-:.]?${octet}[-:.]?${octet}[-:.]?${octet}" mac;
        at = elemAt octets;
        universalBit = 512;
        first = toHexString (bitXor universalBit (fromHexString (at 0 + at 1)));
      in
      if octets == null then
        throw ''"${mac}" is not a valid MAC address (expected 6 octets of hex digits)''
      else
        toLower (
          concatStringsSep ":" [
            first
            "${at 2}ff"
            "fe${at 3}"
            "${at 4}${at 5}"
          ]
        );
  };
}
