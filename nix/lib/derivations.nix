# Derivations that are evaluated late, or not at all.
{ lib }:
let
  inherit (builtins) isFunction isString mapAttrs;
  inherit (lib.attrsets) genAttrs;
  inherit (lib.trivial) warn;

  show = lib.generators.toPretty { multiline = false; };
in
rec {
  inherit (builtins) unsafeDiscardOutputDependency;
  addDrvOutputDependencies =
    builtins.addDrvOutputDependencies
      or (_: throw "lib.addDrvOutputDependencies needs Nix 2.20 or newer");

  # The value where the condition holds, else null, which a derivation leaves out.
  optionalDrvAttr = cond: value: if cond then value else null;

  # Has a known set of attributes without evaluating the derivation.
  lazyDerivation =
    {
      derivation,
      meta ? null,
      outputs ? [ "out" ],
      passthru ? { },
    }@args:
    let
      position = builtins.unsafeGetAttrPos "outputs" args;
      assumedAt =
        if position == null then
          ""
        else
          ",\n    at ${position.file}:${toString position.line}:${toString position.column}";
      definedAt =
        if isString (derivation.meta.position or null) then
          ",\n    defined at ${derivation.meta.position}"
        else
          "";
      mismatch = ''
        lib.lazyDerivation: The derivation ${derivation.name or "<unknown>"} has outputs that don't match the assumed outputs.

        Assumed outputs passed to lazyDerivation${assumedAt}:
            ${show outputs};

        Actual outputs of the derivation${definedAt}:
            ${show derivation.outputs}

        Pass the actual outputs, in the same order.
      '';
      checked =
        if derivation.type or null != "derivation" then
          throw "lazyDerivation: input must be a derivation."
        else if derivation.outputs != outputs then
          throw mismatch
        else
          derivation;
    in
    {
      type = "derivation";
      inherit (checked)
        drvPath
        name
        outPath
        outputName
        system
        ;
      inherit outputs;
      meta = args.meta or checked.meta;
    }
    // genAttrs outputs (output: checked.${output})
    // passthru;

  # Warns when the derivation is used, not when it is only looked at.
  warnOnInstantiate =
    msg: package:
    let
      harmless = [
        "meta"
        "name"
        "outputName"
        "type"
      ];
    in
    package
    // mapAttrs (_: warn msg) (removeAttrs package harmless)
    // (
      if isFunction (package.overrideAttrs or null) then
        { overrideAttrs = change: warnOnInstantiate msg (package.overrideAttrs change); }
      else
        { }
    );
}
