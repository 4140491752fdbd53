# Functions whose results can be overridden, and calling functions with arguments from a set.
{ lib }:
let
  inherit (builtins)
    all
    attrNames
    attrValues
    deepSeq
    filter
    head
    intersectAttrs
    isAttrs
    listToAttrs
    mapAttrs
    seq
    unsafeGetAttrPos
    ;
  inherit (lib.attrsets) isDerivation;
  inherit (lib.fixedPoints) extends;
  inherit (lib.trivial)
    functionArgs
    isFunction
    mirrorFunctionArgs
    setFunctionArgs
    ;

  load = value: if isFunction value then value else import value;

  crossIndex = {
    buildBuild = "BuildBuild";
    buildHost = "BuildHost";
    buildTarget = "BuildTarget";
    hostHost = "HostHost";
    hostTarget = "HostTarget";
    targetTarget = "TargetTarget";
  };

  # The message for a formal that nothing fills.
  missingArgument =
    available: formals: missing:
    let
      name = head (filter (candidate: !formals.${candidate}) (attrNames missing));
      position = unsafeGetAttrPos name formals;
      place =
        if position == null then "<unknown location>" else "${position.file}:${toString position.line}";
      near = filter (lib.strings.levenshteinAtMost 2 name) (attrNames available);
      suggestions = map (candidate: "\"${candidate}\"") (
        lib.lists.take 3 (lib.lists.sortOn (lib.strings.levenshtein name) near)
      );
      advice =
        if suggestions == [ ] then
          ""
        else if builtins.length suggestions == 1 then
          ", did you mean ${head suggestions}?"
        else
          ", did you mean ${builtins.concatStringsSep ", " (lib.lists.init suggestions)} or ${lib.lists.last suggestions}?";
    in
    "lib.customisation.callPackageWith: Function called without required argument \"${name}\" at ${place}${advice}";
in
rec {
  # The result gets `override`, which calls the function again with other arguments.
  makeOverridable =
    f:
    let
      likeF = mirrorFunctionArgs f;
      call =
        arguments:
        let
          result = f arguments;
          again = change: makeOverridable (likeF (new: change (f new))) arguments;
          override = likeF (
            new: makeOverridable f (arguments // (if isFunction new then new arguments else new))
          );
        in
        if isAttrs result then
          result
          // {
            inherit override;
            overrideDerivation = change: again (old: overrideDerivation old change);
          }
          // (
            if result ? overrideAttrs then
              { overrideAttrs = change: again (old: old.overrideAttrs change); }
            else
              { }
          )
        else if isFunction result then
          setFunctionArgs result (functionArgs result) // { inherit override; }
        else
          result;
      overridable = likeF call;
    in
    if !isAttrs f then
      overridable
    else
      f
      // overridable
      // (if f ? override then { override = change: makeOverridable (f.override change); } else { });

  # Calls a function, or a file with one, with the members of `available` that its formals name.
  callPackageWith =
    available: function: arguments:
    let
      f = load function;
      formals = functionArgs f;
      given = intersectAttrs formals available // arguments;
      missing = removeAttrs formals (attrNames given);
    in
    if all (optional: optional) (attrValues missing) then
      makeOverridable f given
    else
      abort (missingArgument (available // arguments) formals missing);

  # The same for a function that returns a set of packages: each can be overridden.
  callPackagesWith =
    available: function: arguments:
    let
      f = load function;
      given = intersectAttrs (functionArgs f) available // arguments;
      packages = f given;
      overridable = name: _: makeOverridable (mirrorFunctionArgs f (new: (f new).${name})) given;
    in
    if isDerivation packages then
      throw "function `callPackages` was called on a *single* derivation \"${packages.name or "<unknown-name>"}\"; did you mean to use `callPackage` instead?"
    else
      mapAttrs overridable packages;

  # A package whose derivation is changed after the fact.
  overrideDerivation =
    package: change:
    let
      passthru = package.passthru or { };
      spliced =
        if package ? __spliced then
          { __spliced = mapAttrs (_: other: overrideDerivation other change) package.__spliced; }
        else
          { };
    in
    extendDerivation (seq package.drvPath true) (
      {
        inherit passthru;
        meta = package.meta or { };
      }
      // passthru
      // spliced
    ) (derivation (package.drvAttrs // change package));

  # The package and each of its outputs with more attributes, which exist only if the condition holds.
  extendDerivation =
    condition: added: package:
    let
      guard = value: assert condition; value;
      outputs = map (name: {
        inherit name;
        value =
          common
          // {
            inherit (package.${name}) outputName type;
            outputSpecified = true;
            drvPath = guard package.${name}.drvPath;
            outPath = guard package.${name}.outPath;
          }
          // (
            if added ? overrideAttrs then
              { overrideAttrs = change: (added.overrideAttrs change).${name}; }
            else
              { }
          );
      }) (package.outputs or [ "out" ]);
      common =
        package
        // listToAttrs outputs
        // {
          all = map (output: output.value) outputs;
        }
        // added
        // {
          drvPath = guard package.drvPath;
          outPath = guard package.outPath;
        };
    in
    common;

  # A package with nothing but what a build farm needs.
  hydraJob =
    package:
    let
      names = package.outputs or [ "out" ];
      outputs = map (outputName: {
        name = outputName;
        value = common // {
          type = "derivation";
          inherit (package.${outputName}) drvPath outPath;
          inherit outputName;
        };
      }) names;
      common = {
        inherit (package) meta name system;
        outputs = names;
      }
      // (
        if package._hydraAggregate or false then
          {
            _hydraAggregate = true;
            constituents = map hydraJob (lib.lists.flatten package.constituents);
          }
        else
          { }
      )
      // listToAttrs outputs;
      job = (head outputs).value;
    in
    if package == null then null else deepSeq job job;

  # A set of packages that find one another through `callPackage`.
  makeScope =
    newScope: f:
    let
      self = {
        callPackage = self.newScope { };
      }
      // f self
      // {
        newScope = added: newScope (self // added);
        overrideScope = overlay: makeScope newScope (extends overlay f);
        packages = f;
      };
    in
    self;

  # Names of the six combinations of build, host and target platform.
  renameCrossIndexFrom = prefix: set: mapAttrs (_: name: set.${prefix + name}) crossIndex;
  # The packages for each pair of machines, with a prefix before their long names.
  renameCrossIndexTo =
    prefix: set:
    lib.attrsets.mapAttrs' (short: name: {
      name = prefix + name;
      value = set.${short};
    }) crossIndex;
  # A function over the packages for each pair of machines.
  mapCrossIndex = f: set: mapAttrs (short: _: f set.${short}) crossIndex;

  # A `makeScope` whose packages are spliced for cross compilation.
  makeScopeWithSplicing =
    splicePackages: newScope: otherSplices: keep: extra: f:
    makeScopeWithSplicing' { inherit newScope splicePackages; } {
      inherit extra f keep otherSplices;
    };
  # A scope of packages for cross compilation.
  makeScopeWithSplicing' =
    { newScope, splicePackages }:
    {
      f,
      otherSplices,
      extra ? _spliced: { },
      keep ? _self: { },
    }:
    let
      bySplice = mapAttrs (_: name: otherSplices.${"self" + name}) crossIndex;
      spliced = splicePackages (
        renameCrossIndexTo "pkgs" (bySplice // { hostTarget = self; })
      );
      scope = extra spliced // spliced // keep self;
      self = f self // {
        newScope = added: newScope (scope // added);
        callPackage = newScope scope;
        overrideScope =
          overlay:
          makeScopeWithSplicing' { inherit newScope splicePackages; } {
            inherit extra keep otherSplices;
            f = extends overlay f;
          };
        packages = f;
      };
    in
    self;

  # A function like stdenv.mkDerivation, built on another one.
  extendMkDerivation =
    {
      constructDrv,
      extendDrvArgs,
      excludeDrvArgNames ? [ ],
      excludeFunctionArgNames ? [ ],
      inheritFunctionArgs ? true,
      transformDrv ? package: package,
    }:
    let
      inherited =
        if inheritFunctionArgs then removeAttrs (functionArgs constructDrv) excludeDrvArgNames else { };
    in
    {
      inherit
        constructDrv
        excludeDrvArgNames
        extendDrvArgs
        transformDrv
        ;
      __functionArgs = removeAttrs (
        inherited // functionArgs (extendDrvArgs { })
      ) excludeFunctionArgNames;
      __functor =
        _self: arguments:
        transformDrv (
          constructDrv (
            final:
            let
              given = lib.trivial.toFunction arguments final;
            in
            removeAttrs given excludeDrvArgNames // extendDrvArgs final given
          )
        );
    };
}
