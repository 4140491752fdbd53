# The document of a configuration as Nix itself merges it: `nix/modules` evaluated by a lib's `evalModules`, and `config`
# written down with the rules for what is left out. It has nothing of runtime.nix and of the merge in TypeScript, so that
# tests can hold their result against it.
{
  # Absolute path of the lib.
  libPath,
  # Absolute path of the configuration.
  entry,
  withNulls ? "false",
}:
let
  inherit (builtins)
    filter
    isAttrs
    isList
    isPath
    listToAttrs
    map
    mapAttrs
    pathExists
    removeAttrs
    ;

  plainLib = import (/. + libPath);
  extension = ../../nix/lib/terrane.nix;
  lib = if pathExists extension then plainLib.extend (import extension) else plainLib;

  evaluation = import ../../nix/evaluate.nix {
    inherit lib;
    modules = [ (/. + entry) ];
  };
  inherit (evaluation.evaluated) config;

  withoutMembers =
    predicate: set:
    listToAttrs (
      map (name: {
        inherit name;
        value = set.${name};
      }) (filter (name: predicate set.${name}) (builtins.attrNames set))
    );

  plain =
    value:
    if isPath value || (isAttrs value && value ? outPath) then
      "${value}"
    else if isAttrs value then
      mapAttrs (_name: plain) (
        withoutMembers (member: withNulls == "true" || member != null) (
          removeAttrs value [
            "__functor"
            "_module"
            "_ref"
          ]
        )
      )
    else if isList value then
      map plain value
    else
      value;

  notEmpty = withoutMembers (value: value != { });

  block =
    name:
    let
      value = plain config.${name};
      typed = builtins.elem name [
        "resource"
        "data"
        "ephemeral"
      ];
    in
    if value == null then
      { }
    else if typed && isAttrs value then
      notEmpty value
    else
      value;

  failures = map (assertion: assertion.message) (filter (assertion: !assertion.assertion) config.assertions);

  names = [
    "check"
    "data"
    "ephemeral"
    "import"
    "locals"
    "module"
    "moved"
    "output"
    "provider"
    "removed"
    "resource"
    "terraform"
    "variable"
  ];
in
if failures != [ ] then
  throw "Failed assertions: ${builtins.concatStringsSep " " failures}"
else
  # The settings of the project are read by whoever runs it, so a wrong one is an error.
  builtins.deepSeq config.terrane notEmpty (
    listToAttrs (
      map (name: {
        inherit name;
        value = block name;
      }) (filter (name: !(builtins.elem name evaluation.givenUp)) names)
    )
  )
