# Everything that is wrong with a project which did not evaluate. The module system stops at the first error; this goes
# through the options and the document once more and lists, each by its path, what fails for itself. Asked only after a
# failure, so that a compile which succeeds pays nothing.
#
# Only `throw` and its like can be caught in Nix. `skipped` lists what has stopped an earlier attempt in another way.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    all
    attrNames
    concatLists
    concatMap
    concatStringsSep
    elem
    elemAt
    filter
    genList
    head
    isAttrs
    isList
    length
    listToAttrs
    map
    removeAttrs
    seq
    tail
    tryEval
    ;

  # Names that no module has.
  mark = "‹terrane: options›";
  undeclared = "‹terrane: undeclared›";

  # nixpkgs has no function for the message, only one that throws it, for the first definition.
  inherit (import ./lib/modules/unmatched.nix { lib = import ./lib; }) unmatchedMessage;

  # A module that takes the definitions which no option declares, instead of an error, and hands out what is declared. A
  # freeform type of the user's wins over it.
  collector =
    { options, ... }:
    {
      _file = "terrane";
      options.${mark} = lib.mkOption {
        type = lib.types.raw;
        internal = true;
        visible = false;
      };
      config = {
        ${mark} = options;
        # Nor does what only passes over them (tolerant.nix).
        _module.freeformType = lib.mkOverride 1498 (
          # Without a description, which types that hold the submodule would show.
          removeAttrs (lib.mkOptionType {
            name = "undeclared";
            merge = _: definitions: { ${undeclared} = definitions; };
          }) [ "description" ]
        );
      };
    };

  holders = [
    "attrsOf"
    "lazyAttrsOf"
    "listOf"
    "nullOr"
  ];

  holdsSubmodules =
    type:
    type.name == "submodule"
    || (elem type.name holders && holdsSubmodules type.nestedTypes.elemType)
    || (type.name == "coercedTo" && holdsSubmodules type.nestedTypes.finalType);

  keyOf = path: concatStringsSep "." (map toString path);

  isSkippedIn =
    skipped:
    let
      keys = listToAttrs (
        map (name: {
          inherit name;
          value = null;
        }) skipped
      );
    in
    path: skipped != [ ] && keys ? ${keyOf path};

  during = path: addErrorContext "while looking for what is wrong in `${keyOf path}':";

  attempt =
    isSkipped: path: value: !isSkipped path && (tryEval (during path (seq value true))).success;

  # Deeper than anybody nests options; a submodule that has itself as an option has no end. A submodule counts for four.
  deepest = 40;
in
{
  # The modules to look with: `options` are those of an evaluation with the collector alone, which are not looked into
  # where one of the names in `except` has them.
  modules =
    {
      options,
      except,
      skipped,
    }:
    let
      tolerant = import ./tolerant.nix {
        inherit lib holdsSubmodules;
        attempt = attempt (isSkippedIn skipped);
      };
      known = tryEval (seq options options);
    in
    [ collector ] ++ (if known.success then [ (tolerant (removeAttrs known.value ([ mark ] ++ except))) ] else [ ]);

  inherit collector;

  # `configuration`: the evaluation with the collector among its modules. `document`: the definitions of the options that
  # are emitted. `alone`: null, or, of modules that make no document, the path in `config` of what is printed, and null
  # inside where that is nothing of it.
  find =
    {
      configuration,
      document,
      skipped,
      alone ? null,
    }:
    let
      isSkipped = isSkippedIn skipped;
      succeeds = attempt isSkipped;

      # `isRead`: the document needs it. Else it may be missing or fail, and nobody need ever know.
      problem = isRead: path: value: {
        known = {
          key = keyOf path;
          inherit path isRead;
          message = null;
        };
        inherit value;
      };

      failing = path: problem (isPrinted path) path;

      # Inside of what is printed, or around it.
      isPrinted =
        let
          meets = one: other: one == [ ] || other == [ ] || toString (head one) == head other && meets (tail one) (tail other);
        in
        if alone.printed or null == null then _: false else path: meets path alone.printed;

      # What the document needs, down to the smallest part that fails. `sound` forces a node of the definitions document
      # as a whole and so that the trace tells the part.
      sound =
        path: node:
        if isSkipped path then
          throw "skipped"
        else
          during path (all (part: part.path == path && isLeaf part.node || sound part.path part.node) (partsOf path node));

      isLeaf = node: seq node (!isAttrs node && !isList node);

      inDocument =
        path: node:
        if (tryEval (sound path node)).success then
          [ ]
        else if succeeds path (isLeaf node) && !(isLeaf node) then
          concatMap (part: inDocument part.path part.node) (partsOf path node)
        else
          [ (problem true path node) ];

      # What a node is made of, with where in the document that is.
      partsOf =
        path: node:
        let
          members =
            set:
            map (name: {
              path = path ++ [ name ];
              node = set.${name};
            }) (attrNames set);
          elements =
            list:
            genList (place: {
              path = path ++ [ place ];
              node = elemAt list place;
            }) (length list);
          type = node._type or null;
        in
        if isList node then
          elements node
        else if !isAttrs node then
          [ { inherit path node; } ]
        else if type == "definitions" then
          concatMap (entry: if entry ? value then [ { inherit path; node = entry.value; } ] else [ ]) node.of
          ++ members (node.members or { })
        else if type == "set" then
          members node.value
        else if type == "computed" then
          [ { inherit path; node = node.value; } ]
        else if node ? _type then
          [ ]
        else
          members node;

      # Definitions that no option declares. Each stands in sets of one member, down to its place.
      strange =
        options: definitions:
        let
          # As the module system writes it, with its own names for the elements of lists.
          inherit (options._module.check) loc;
          prefix = genList (elemAt loc) (length loc - 2);
          place =
            options: taken: value:
            let
              name = head (attrNames value);
            in
            if options ? ${name} && !lib.isOption options.${name} then
              place options.${name} (taken ++ [ name ]) value.${name}
            else
              {
                prefix = taken ++ [ name ];
                value = value.${name};
              };
          report =
            definition:
            let
              found = place options [ ] definition.value // {
                inherit (definition) file;
              };
              path = prefix ++ found.prefix;
            in
            {
              known = {
                key = keyOf path;
                inherit path;
                isRead = true;
                message = unmatchedMessage prefix (removeAttrs options [ mark ]) found;
              };
              value = null;
            };
        in
        map report definitions;

      # The options of one evaluation, the whole project's or a submodule's.
      inOptions =
        depth: prefix: options: values:
        (
          if values ? ${undeclared} && options._module.check.value then
            strange options values.${undeclared}
          else
            [ ]
        )
        ++ concatMap (name: inOption depth (prefix ++ [ name ]) options.${name}) (
          attrNames (
            removeAttrs options (
              [
                "_module"
                mark
              ]
              ++ (if prefix == [ ] && alone == null then [ "assertions" ] ++ attrNames document else [ ])
            )
          )
        );

      inOption =
        depth: path: option:
        if !succeeds path option then
          [ (failing path option) ]
        else if !lib.isOption option then
          concatMap (name: inOption depth (path ++ [ name ]) option.${name}) (attrNames option)
        else if !succeeds path option.isDefined then
          [ (failing path option.isDefined) ]
        else if !option.isDefined then
          if isPrinted path then [ (failing path option.value) ] else [ ]
        else if option ? apply || !(succeeds path (holdsSubmodules option.type) && holdsSubmodules option.type) then
          ofType depth option.type path option.value
        else
          ofType depth option.type path (examined option);

      # The value once more, with the collector in its submodules.
      examined =
        option:
        (lib.mergeDefinitions option.loc (option.type.substSubModules (
          option.type.getSubModules ++ [ collector ]
        )) option.definitionsWithLocations).mergedValue;

      ofType =
        depth: type: path: value:
        if depth > deepest then
          [ ]
        else if !succeeds path value then
          [ (failing path value) ]
        else if value == null || !(succeeds path type.name) then
          [ ]
        else if isPrinted path && !holdsSubmodules type then
          inValue depth path value
        else if type.name == "submodule" then
          if isAttrs value && value ? ${mark} then inOptions (depth + 4) path value.${mark} value else [ ]
        else if type.name == "coercedTo" then
          ofType (depth + 1) type.nestedTypes.finalType path value
        else if !elem type.name holders then
          [ ]
        else if type.name == "nullOr" then
          ofType (depth + 1) type.nestedTypes.elemType path value
        else if isList value then
          concatLists (
            genList (
              place:
              ofType (depth + 1) type.nestedTypes.elemType (path ++ [ place ]) (elemAt value place)
            ) (length value)
          )
        else if isAttrs value then
          concatMap (name: ofType (depth + 1) type.nestedTypes.elemType (path ++ [ name ]) value.${name}) (
            attrNames value
          )
        else
          [ ];

      # A value of which no type says what is in it.
      inValue =
        depth: path: value:
        if depth > deepest then
          [ ]
        else if !succeeds path value then
          [ (failing path value) ]
        else if isAttrs value && !(value ? outPath || value ? _type || value ? __functor) then
          concatMap (name: inValue (depth + 1) (path ++ [ name ]) value.${name}) (attrNames value)
        else if isList value then
          concatLists (genList (place: inValue (depth + 1) (path ++ [ place ]) (elemAt value place)) (length value))
        else
          [ ];

      inherit (configuration) config options;

      # What the types of a provider (lib/typed-providers.nix) say of its blocks: the document has them without.
      ofProviders = concatMap (
        name:
        let
          value = config.${name};
          blocks = path: map (label: path ++ [ label ]);
          places =
            if !(options ? ${name}.type.look) || !succeeds [ name ] value then
              [ ]
            else if name == "provider" then
              blocks [ name ] (attrNames value)
            else
              concatMap (
                type: if isAttrs value.${type} then blocks [ name type ] (attrNames value.${type}) else [ ]
              ) (attrNames value);
          report =
            path:
            let
              block = builtins.foldl' (set: step: set.${step}) config path;
            in
            if succeeds path block then
              [ ]
            else
              let
                inherit (problem false path block) known value;
              in
              [
                {
                  inherit value;
                  known = known // {
                    isTyped = true;
                  };
                }
              ];
        in
        concatMap report places
      ) (attrNames document);

      assertions =
        if !(config ? assertions) then
          [ ]
        else if !succeeds [ "assertions" ] config.assertions then
          [ (problem true [ "assertions" ] config.assertions) ]
        else
          concatLists (
            genList (
              place:
              let
                path = [
                  "assertions"
                  place
                ];
                inherit (elemAt config.assertions place) assertion;
              in
              if succeeds path assertion then [ ] else [ (problem true path assertion) ]
            ) (length config.assertions)
          );
    in
    inOptions 0 [ ] options config
    ++ (if alone == null then assertions else [ ])
    ++ (if alone == null && config ? warnings then inDocument [ "warnings" ] config.warnings else [ ])
    ++ concatMap (name: inDocument [ name ] document.${name}) (attrNames document)
    ++ ofProviders;

  # A definition without what is at some paths in it.
  without =
    let
      strip =
        paths: value:
        let
          here = map head (filter (path: length path == 1) paths);
          below = builtins.groupBy head (filter (path: length path > 1) paths);
          tag = if isAttrs value && value ? _type then value._type else null;
        in
        if paths == [ ] || !isAttrs value || value ? outPath then
          value
        else if tag == "merge" then
          value // { contents = map (strip paths) value.contents; }
        else if tag == "if" || tag == "override" || tag == "order" then
          value // { content = strip paths value.content; }
        else
          removeAttrs value here
          // builtins.mapAttrs (name: paths: strip (map builtins.tail paths) value.${name}) (
            builtins.intersectAttrs value (removeAttrs below here)
          );
    in
    strip;
}
