# Command lines from attribute sets.
{ lib }:
let
  inherit (builtins)
    concatLists
    concatMap
    isBool
    isList
    stringLength
    ;
  inherit (lib.attrsets) mapAttrsToList;
  inherit (lib.strings) escapeShellArgs;
  inherit (lib.trivial) oldestSupportedReleaseIsAtLeast warnIf;

  text = lib.generators.mkValueStringDefault { };
  gone =
    old: new:
    warnIf (oldestSupportedReleaseIsAtLeast 2511) "lib.cli.${old} is deprecated, please use lib.cli.${new} or lib.cli.toCommandLineShellGNU instead.";
in
rec {
  # `format name` gives `{ option, sep, explicitBool, formatArg }`; a null `sep` makes the value an argument of its own.
  toCommandLine =
    format: set:
    let
      render =
        name: value:
        let
          style = format name;
          argument = (style.formatArg or text) value;
        in
        if value == null || (value == false && !style.explicitBool) then
          [ ]
        else if value == true && !style.explicitBool then
          [ style.option ]
        else if style.sep == null then
          [
            style.option
            argument
          ]
        else
          [ "${style.option}${style.sep}${argument}" ];
      renderAll =
        name: value:
        if name == "" then
          throw "lib.cli.toCommandLine only accepts non-empty option names."
        else if isList value then
          concatMap (render name) value
        else
          render name value;
    in
    concatLists (mapAttrsToList renderAll set);

  # Options and their values as arguments in the form of GNU's programs.
  toCommandLineGNU =
    {
      explicitBool ? false,
      formatArg ? text,
      isLong ? name: stringLength name > 1,
    }:
    toCommandLine (name: {
      inherit explicitBool formatArg;
      option = if isLong name then "--${name}" else "-${name}";
      sep = if isLong name then "=" else "";
    });

  # Arguments as one line for a shell.
  toCommandLineShell = format: set: escapeShellArgs (toCommandLine format set);
  # Options as one line for a shell, in the form of GNU's programs.
  toCommandLineShellGNU = options: set: escapeShellArgs (toCommandLineGNU options set);

  # The older form, in which every part can be replaced.
  toGNUCommandLine = gone "toGNUCommandLine" "toCommandLine" (
    {
      optionValueSeparator ? null,
      mkOptionName ? name: if stringLength name == 1 then "-${name}" else "--${name}",
      mkBool ? name: value: if value then [ (mkOptionName name) ] else [ ],
      mkList ? name: concatMap (mkOption name),
      mkOption ?
        name: value:
        if value == null then
          [ ]
        else if optionValueSeparator == null then
          [
            (mkOptionName name)
            (text value)
          ]
        else
          [ "${mkOptionName name}${optionValueSeparator}${text value}" ],
    }:
    set:
    concatLists (
      mapAttrsToList (
        name: value:
        if isBool value then
          mkBool name value
        else if isList value then
          mkList name value
        else
          mkOption name value
      ) set
    )
  );
  # An old name for arguments as one line for a shell: toCommandLineShell.
  toGNUCommandLineShell = gone "toGNUCommandLineShell" "toCommandLineShell" (
    options: set: escapeShellArgs (toGNUCommandLine options set)
  );
}
