# The text of a floating-point number as JavaScript writes it, which is how the command writes a document: the shortest
# digits that read back as the same number, and of several those closest to it (ECMAScript, Number::toString). Nix's own
# toJSON keeps six digits in old versions.
let
  inherit (builtins)
    concatStringsSep
    elemAt
    foldl'
    fromJSON
    genList
    length
    stringLength
    substring
    ;

  # mantissa × 2^exponent, exactly: scaling by two never rounds.
  split =
    number:
    let
      whole = mantissa: mantissa == 1.0 * builtins.floor mantissa;
      grow = mantissa: exponent: if whole mantissa then pair mantissa exponent else grow (mantissa * 2.0) (exponent - 1);
      shrink = mantissa: exponent: if mantissa < 9007199254740992.0 then grow mantissa exponent else shrink (mantissa / 2.0) (exponent + 1);
      pair = mantissa: exponent: {
        mantissa = builtins.floor mantissa;
        inherit exponent;
      };
    in
    shrink number 0;

  base = 1000000000;

  # Large integers are lists of nine digits each, the least first.
  ofInt = number: if number < base then [ number ] else [ (number - (number / base) * base) ] ++ ofInt (number / base);

  times =
    factor: limbs:
    let
      step =
        { done, carry }:
        limb:
        let
          product = limb * factor + carry;
        in
        {
          done = done ++ [ (product - (product / base) * base) ];
          carry = product / base;
        };
      result = foldl' step {
        done = [ ];
        carry = 0;
      } limbs;
    in
    if result.carry == 0 then result.done else result.done ++ [ result.carry ];

  # Nine at once: 5^9 times a limb is far below the largest integer.
  timesPower =
    factor: count: limbs:
    let
      cube = factor * factor * factor;
    in
    if count >= 9 then
      timesPower factor (count - 9) (times (cube * cube * cube) limbs)
    else if count > 0 then
      timesPower factor (count - 1) (times factor limbs)
    else
      limbs;

  nineDigits =
    limb:
    let
      text = toString limb;
    in
    zeros (9 - stringLength text) + text;

  zeros = count: concatStringsSep "" (genList (_: "0") count);

  digitsOf =
    limbs:
    let
      last = length limbs - 1;
    in
    concatStringsSep "" (genList (index: (if index == 0 then toString else nineDigits) (elemAt limbs (last - index))) (last + 1));

  # All digits, and where the point stands: 0.DIGITS × 10^point.
  exactly =
    number:
    let
      inherit (split number) mantissa exponent;
      digits = digitsOf (
        if exponent < 0 then timesPower 5 (0 - exponent) (ofInt mantissa) else timesPower 2 exponent (ofInt mantissa)
      );
    in
    {
      inherit digits;
      point = stringLength digits + (if exponent < 0 then exponent else 0);
    };

  shortest =
    number:
    let
      exact = exactly number;
      size = stringLength exact.digits;
      try =
        count:
        if count >= size then
          exact
        else
          let
            kept = substring 0 count exact.digits;
            rest = substring count (-1) exact.digits;
            below = {
              digits = kept;
              inherit (exact) point;
            };
            above =
              let
                next = toString (fromJSON kept + 1);
              in
              {
                digits = next;
                point = exact.point + stringLength next - count;
              };
            half = "5" + zeros (stringLength rest - 1);
            isEven = builtins.elem (substring (count - 1) 1 kept) [
              "0"
              "2"
              "4"
              "6"
              "8"
            ];
            candidates = if rest < half || (rest == half && isEven) then [ below above ] else [ above below ];
            # Nix refuses to read what is larger than any number.
            isNumber = { digits, point }: point < 309 || (point == 309 && digits <= "17976931348623157");
            readsBack =
              candidate@{ digits, point }:
              isNumber candidate && fromJSON "${digits}e${toString (point - stringLength digits)}" == number;
            found = builtins.filter readsBack candidates;
          in
          if found == [ ] then try (count + 1) else builtins.head found;
    in
    trimmed (try 1);

  trimmed =
    { digits, point }:
    let
      size = stringLength digits;
    in
    if size > 1 && substring (size - 1) 1 digits == "0" then
      trimmed {
        digits = substring 0 (size - 1) digits;
        inherit point;
      }
    else
      { inherit digits point; };

  positive =
    number:
    let
      inherit (shortest number) digits point;
      size = stringLength digits;
      exponent = point - 1;
    in
    if size <= point && point <= 21 then
      digits + zeros (point - size)
    else if 0 < point && point <= 21 then
      "${substring 0 point digits}.${substring point (-1) digits}"
    else if -6 < point && point <= 0 then
      "0.${zeros (0 - point)}${digits}"
    else
      "${substring 0 1 digits}${if size > 1 then ".${substring 1 (-1) digits}" else ""}e${
        if exponent < 0 then "-${toString (0 - exponent)}" else "+${toString exponent}"
      }";
in
number: if number == 0.0 then "0" else if number < 0.0 then "-${positive (0.0 - number)}" else positive number
