# Declarations of options.
{ lib }:
let
  inherit (lib.attrsets) attrByPath showAttrPath;
  inherit (lib.lists) last toList;
  inherit (lib.options) literalExpression;
in
rec {
  # Whether a value is what mkOption makes.
  isOption = value: value._type or "" == "option";

  # Declares an option.
  # The formals only keep misspelt names out; an option has exactly the attributes that it was given.
  mkOption =
    {
      apply ? null,
      default ? null,
      defaultText ? null,
      description ? null,
      example ? null,
      internal ? null,
      readOnly ? null,
      relatedPackages ? null,
      type ? null,
      visible ? null,
    }@declaration:
    declaration // { _type = "option"; };

  # An option that is true or false, for switching something on; false by default.
  mkEnableOption =
    name:
    mkOption {
      type = lib.types.bool;
      description = "Whether to enable ${name}.";
      default = false;
      example = true;
    };

  # An option for a package of `pkgs`, found by name or path.
  mkPackageOption =
    pkgs: name:
    {
      default ? name,
      example ? null,
      extraDescription ? "",
      nullable ? false,
      pkgsText ? "pkgs",
    }:
    let
      shownName = if builtins.isList name then last name else name;
      path = toList default;
      shownPath = showAttrPath path;
      defaults =
        if default != null then
          {
            default = attrByPath path (throw "${shownPath} cannot be found in ${pkgsText}") pkgs;
            defaultText = literalExpression "${pkgsText}.${shownPath}";
          }
        else if nullable then
          { default = null; }
        else
          { };
      examples =
        if example == null then
          { }
        else if builtins.isList example then
          { example = literalExpression "${pkgsText}.${showAttrPath example}"; }
        else
          { example = literalExpression example; };
    in
    mkOption (
      {
        type = if nullable then lib.types.nullOr lib.types.package else lib.types.package;
        description =
          "The ${shownName} package to use." + (if extraDescription == "" then "" else " ${extraDescription}");
      }
      // defaults
      // examples
    );

  # An option that takes any definition and can't be read.
  mkSinkUndeclaredOptions =
    overrides:
    mkOption (
      {
        type = lib.types.mkOptionType {
          name = "sink";
          check = _: true;
          merge = _loc: _defs: false;
        };
        description = "Sink for option definitions.";
        default = false;
        internal = true;
        visible = false;
        apply = _: throw "Option value is not readable because the option is not declared.";
      }
      // overrides
    );
}
