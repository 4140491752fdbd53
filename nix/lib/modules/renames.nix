# Modules for options that have moved, changed or gone: old definitions keep working or say what to do.
{ lib }:
let
  inherit (builtins) any filter foldl';
  inherit (lib.attrsets)
    attrByPath
    getAttrFromPath
    recursiveUpdate
    setAttrByPath
    ;
  inherit (lib.options) mkOption showFiles showOption;
  inherit (lib.trivial) oldestSupportedReleaseIsAtLeast warn warnIf;
  inherit (import ./properties.nix { inherit lib; })
    mkAliasAndWrapDefinitions
    mkAliasAndWrapDefsWithPriority
    mkIf
    mkMerge
    ;

  # The value of a merged option that nobody has set.
  notSet = "_mkMergedOptionModule";

  obsolete =
    from: to:
    "Obsolete option `${showOption from}' is used. It was renamed to `${showOption to}'.";
in
rec {
  # `options.warnings` and `config.assertions` are the caller's to declare, as NixOS does.
  doRename =
    {
      from,
      to,
      use,
      visible,
      warn,
      condition ? true,
      withPriority ? true,
    }:
    { config, options, ... }:
    let
      old = getAttrFromPath from options;
      target = attrByPath to (abort "Renaming error: option `${showOption to}' does not exist.") config;
      targetType = (attrByPath to { } options).type or (lib.types.submodule { });
      forward = if withPriority then mkAliasAndWrapDefsWithPriority else mkAliasAndWrapDefinitions;
      renamed = "The option `${showOption from}' defined in ${showFiles old.files} has been renamed to `${showOption to}'.";
    in
    {
      options = setAttrByPath from (
        mkOption {
          inherit visible;
          description = "Alias of {option}`${showOption to}`.";
          apply = _: use target;
        }
        // (if targetType == null then { } else { type = targetType; })
      );
      config = mkIf condition (mkMerge [
        (
          if options ? warnings then
            { warnings = if warn && old.isDefined then [ renamed ] else [ ]; }
          else
            { }
        )
        (forward (setAttrByPath to) old)
      ]);
    };

  # A module for an option with a new name: the old one still works and warns.
  mkRenamedOptionModule =
    from: to:
    doRename {
      inherit from to;
      visible = false;
      warn = true;
      use = builtins.trace (obsolete from to);
    };

  # Silent until all supported releases know the new name.
  mkRenamedOptionModuleWith =
    {
      from,
      to,
      sinceRelease,
    }:
    let
      due = oldestSupportedReleaseIsAtLeast sinceRelease;
    in
    doRename {
      inherit from to;
      visible = false;
      warn = due;
      use = warnIf due (obsolete from to);
    };

  # A module that makes one option another name of another.
  mkAliasOptionModule =
    from: to:
    doRename {
      inherit from to;
      visible = true;
      warn = false;
      use = value: value;
    };
  # As `mkAliasOptionModule`; a relict.
  mkAliasOptionModuleMD = warn "mkAliasOptionModuleMD is deprecated and will be removed in 26.05; please use mkAliasOptionModule." mkAliasOptionModule;

  # A module for an option that is gone: a definition of it is an error that says why.
  mkRemovedOptionModule =
    name: replacement:
    { options, ... }:
    let
      option = getAttrFromPath name options;
    in
    {
      options = setAttrByPath name (mkOption {
        visible = false;
        apply =
          _:
          throw "The option `${showOption name}' can no longer be used since it's been removed. ${replacement}";
      });
      config.assertions = [
        {
          assertion = !option.isDefined;
          message = ''
            The option definition `${showOption name}' in ${showFiles option.files} no longer has any effect; please remove it.
            ${replacement}
          '';
        }
      ];
    };

  # `merge config` makes the new option's definition of the old options.
  mkMergedOptionModule =
    from: to: merge:
    { config, options, ... }:
    let
      isSet = path: getAttrFromPath path config != notSet;
      changed =
        path:
        "The option `${showOption path}' defined in ${showFiles (getAttrFromPath path options).files} has been changed to `${showOption to}' that has a different type. Please read `${showOption to}' documentation and update your configuration accordingly.";
      declare =
        path:
        setAttrByPath path (mkOption {
          visible = false;
          default = notSet;
        });
    in
    {
      options = foldl' recursiveUpdate { } (map declare from);
      config = {
        warnings = map changed (filter isSet from);
      }
      // setAttrByPath to (mkMerge (if any isSet from then [ (merge config) ] else [ ]));
    };

  # A module for an option whose new form is computed from the old one.
  mkChangedOptionModule = from: mkMergedOptionModule [ from ];
}
