# What terrane asks Nix. The module system closes the fixpoint of `config`; this file then hands out, as JSON, the
# definitions of the options that are emitted, for TypeScript to merge (src/modules/). Both engines run it.
#
# Arguments: `request`, a JSON text (see src/project/request.ts), and the user's own arguments, each under `arg:<name>`
# so that no name of theirs can meet one of ours; from the embedded evaluator also `isPlain` and `definitionsOf` (definitions/). `variant`
# is given by tests/: modules to take instead of the project's (`entry`), and more of them (`modules`). Nothing newer than
# Nix 2.8.
{
  request,
  variant ? { },
  ...
}@arguments:

let
  inherit (builtins)
    attrNames
    concatLists
    concatMap
    filter
    findFile
    fromJSON
    isAttrs
    length
    listToAttrs
    map
    nixPath
    removeAttrs
    substring
    tryEval
    ;

  asked = fromJSON request;

  project = import ./project.nix {
    inherit asked;
    arguments = userArguments;
  };

  # The user may name nixpkgs' lib, or a folder that has it, such as nixpkgs itself.
  libFolder = folder: if builtins.pathExists (folder + "/lib/default.nix") then folder + "/lib" else folder;

  # Entries that are for the systems of hosts come first, and are not the project's.
  projectPath =
    let
      foreign = asked.systems.searchPath or 0;
    in
    builtins.genList (index: builtins.elemAt nixPath (index + foreign)) (length nixPath - foreign);

  onPath = name: tryEval (findFile projectPath name);

  named = import ./pkgs.nix { inherit (asked) pkgs; };

  # The order: what the user names, what the flake brings, nixpkgs on the search path, our own.
  plainLib =
    if asked.lib != null then
      import (libFolder (/. + asked.lib))
    else if named.lib != null then
      named.lib
    else if project.lib != null then
      project.lib
    else if (onPath "nixpkgs/lib").success then
      import (onPath "nixpkgs/lib").value
    else
      import ./lib;

  lib = plainLib.extend (import ./lib/terrane.nix);

  # Code that is not the user's: wherever the lib comes from, it is known where it stands.
  foreign =
    let
      position = builtins.unsafeGetAttrPos "evalModules" plainLib;
    in
    asked.foreign ++ (if position == null then [ ] else [ (dirOf position.file) ]);

  pkgs =
    if named.pkgs != null then
      named.pkgs
    else if project.pkgs != null then
      project.pkgs
    else if (onPath "nixpkgs").success then
      import (onPath "nixpkgs").value { }
    else
      throw "a module asks for `pkgs', and there is no nixpkgs: name one with --pkgs, -I nixpkgs=PATH or NIX_PATH";

  userArguments = listToAttrs (
    concatMap (
      name:
      if substring 0 4 name == "arg:" then
        [
          {
            name = substring 4 (-1) name;
            value = arguments.${name};
          }
        ]
      else
        [ ]
    ) (attrNames arguments)
  );

  ownModule = {
    _file = "terrane";
    _module.args.pkgs = lib.mkDefault pkgs;
  };

  modules = [ ownModule ] ++ (variant.entry or project.modules) ++ (variant.modules or [ ]);

  specialArgs = project.specialArgs // userArguments;

  root = import ./evaluate.nix { inherit lib modules specialArgs; };

  stacks = import ./stacks.nix {
    inherit lib root;
    evaluate =
      modules: more:
      import ./evaluate.nix {
        inherit lib;
        modules = [ ownModule ] ++ modules;
        specialArgs = more // specialArgs;
      };
  };

  # All that follows is about one stack, where one is named; or about the user's modules alone (eval-modules.nix).
  evaluation =
    if asked ? alone then alone else if asked ? stack then stacks.evaluation asked.stack else root;

  alone =
    let
      evaluatedWith = more: lib.evalModules { modules = modules ++ more; inherit specialArgs; };
    in
    {
      evaluated = evaluatedWith [ ];
      evaluatedWith = module: evaluatedWith [ module ];
      givenUp = [ ];
      emitted = [ ];
    };

  problems = import ./problems.nix { inherit lib; };

  # After a failure: `examine` has what is known of it so far.
  evaluated =
    if asked ? examine then
      evaluation.evaluatedWith {
        imports = problems.modules {
          inherit (evaluation.evaluatedWith problems.collector) options;
          # What our modules declare: nobody reads values of hosts and the like.
          except = if asked ? alone then [ ] else emitted ++ [ "nixos" "terrane" ];
          inherit (asked.examine) skipped;
        };
      }
    else
      evaluation.evaluated;

  inherit (evaluation) emitted;

  walk = import ./definitions {
    isPlain = arguments.isPlain or null;
    definitionsOf = arguments.definitionsOf or null;
  };

  isOurFile =
    file: substring 0 (builtins.stringLength (toString ./modules)) (toString file) == toString ./modules;

  isOwn = option: !(builtins.all isOurFile option.declarations);

  # Fails where there is a definition that nothing would ever look at.
  unread = import ./unread.nix {
    inherit lib evaluated isOwn;
  };

  # An option that was declared a second time has a type or an `apply` that is not ours: Nix merges it.
  isOurs = option: length option.declarations == 1 || option.type ? look;

  # Types of providers (lib/typed-providers.nix) complain when somebody looks.
  looked =
    name: value:
    let
      inherit (evaluated.options.${name}) type;
    in
    if type ? look && !(asked ? examine) then builtins.seq (type.look evaluated.config.${name}) value else value;

  locationsOf =
    name:
    map (definition: definition // { file = walk.fileName definition.file; }) evaluated.options.${name}.definitionsWithLocations;

  # The files of some options' definitions, and the number of each.
  numbered =
    names:
    let
      files = attrNames (
        listToAttrs (
          map (definition: {
            name = definition.file;
            value = null;
          }) (concatLists (map locationsOf names))
        )
      );
    in
    {
      inherit files;
      index = listToAttrs (
        builtins.genList (index: {
          name = builtins.elemAt files index;
          value = index;
        }) (length files)
      );
    };

  numberedAll = numbered (
    if asked ? examine then filter (name: !(builtins.elem [ name ] asked.examine.without)) emitted else emitted
  );

  inherit (numberedAll) files;

  indexed = indexedIn numberedAll;

  indexedIn =
    known: name:
    map (definition: {
      file = known.index.${definition.file};
      value = if asked ? examine then problems.without (withoutOf name) definition.value else definition.value;
    }) (locationsOf name);

  withoutOf =
    name:
    map builtins.tail (
      filter (path: builtins.head path == name && length path > 1) asked.examine.without
    );

  optionDefinitions = optionDefinitionsIn numberedAll;

  optionDefinitionsIn =
    known: name:
    builtins.addErrorContext "while evaluating the definitions of the option `${name}':" (
      if isOurs evaluated.options.${name} then
        looked name (walk.definitions (rootOf known name) (indexedIn known name))
      else
        {
          _type = "computed";
          files = map (definition: definition.file) (indexedIn known name);
          value = walk.value 0 evaluated.config.${name};
        }
    );

  # While problems are looked for, every part is told, however deep.
  rootOf = known: name: walk.root known.files name // (if asked ? examine then { depth = 100; } else { });
  # Of those among some options that anybody defines.
  allDefinitions =
    names:
    listToAttrs (
      map (name: {
        inherit name;
        value = optionDefinitions name;
      }) (filter (name: evaluated.options.${name}.definitionsWithLocations != [ ]) names)
    );

  # NixOS machines. A project may have options of its own under that name.
  hosts = if builtins.elem "nixos" evaluation.givenUp then { } else evaluated.config.nixos.hosts;

  # What the project says about its own runs.
  settings = {
    # A stack that says nothing is meant for what the project is meant for.
    dialect =
      if evaluated.config.terrane.dialect != null || !(asked ? stack) then
        evaluated.config.terrane.dialect
      else
        root.evaluated.config.terrane.dialect;
    inherit (project) withNulls;
  };

  hostDefinitions = map (
    definition: definition // { file = walk.fileName definition.file; }
  ) evaluated.options.nixos.hosts.definitionsWithLocations;

  failedAssertions = map (assertion: {
    inherit (assertion) message;
    position = assertionPositions.${assertion.message} or null;
  }) (filter (assertion: !assertion.assertion) assertions);

  assertions =
    let
      all = evaluated.config.assertions or [ ];
      fails = place: builtins.elem [ "assertions" place ] asked.examine.without;
    in
    if asked ? examine then
      map (builtins.elemAt all) (filter (place: !fails place) (builtins.genList (place: place) (length all)))
    else
      all;

  # The merge loses positions; the definitions still have them.
  assertionPositions = listToAttrs (
    concatMap (
      definition:
      concatMap (
        assertion:
        if isAttrs assertion && assertion ? message then
          [
            {
              name = assertion.message;
              value = builtins.unsafeGetAttrPos "message" assertion;
            }
          ]
        else
          [ ]
      ) definition.value
    ) evaluated.options.assertions.definitionsWithLocations
  );

  found = problems.find {
    configuration = evaluated;
    # Whether an option is defined at all may hang on what is wrong, as the condition of a `mkIf` does.
    document = listToAttrs (
      map (name: {
        inherit name;
        # With files of its own: another option may fail.
        value = optionDefinitionsIn (numbered [ name ]) name;
      }) (
        filter (
          name:
          let
            some = tryEval (evaluated.options.${name}.definitionsWithLocations != [ ]);
          in
          !some.success || some.value
        ) emitted
      )
    );
    inherit (asked.examine) skipped;
    alone = asked.alone or null;
  };

  optionNames =
    options:
    builtins.mapAttrs (_: option: if lib.isOption option then null else optionNames option) (
      removeAttrs options [ "_module" ]
    );

  answers =
    if project ? derivation && !(variant ? entry) then
      {
        project = throw "the output is a derivation: its modules, and what they make, are not known";

        # A terranix output: Nix has rendered the document already.
        definitions = {
          inherit (project) derivation;
        };
        why = {
          option = null;
          taken = [ ];
          names = null;
        };
      }
    else
      {
        # Failing assertions come alone: what they guard need not evaluate.
        definitions = builtins.seq evaluated.config (
          if failedAssertions != [ ] then
            {
              version = 1;
              files = [ ];
              options = { };
              assertions = failedAssertions;
              warnings = evaluated.config.warnings or [ ];
              meta = { };
              inherit settings;
            }
          else
            {
              version = 1;
              inherit files;
              options = allDefinitions emitted;
              assertions = [ ];
              warnings = evaluated.config.warnings or [ ];
              meta = walk.value 0 (evaluated.config._meta or { });
              hosts = if hosts == { } then null else import ./hosts/manifest.nix { inherit hosts; };
              stacks = if evaluated.config.terrane.stacks == { } then null else stacks.described;
              inherit settings;
              # What can't be caught fails as a whole: then nobody asks for it (src/project/unread.ts).
              hasUnread = asked.withUnread or false && !(tryEval (builtins.addErrorContext "while looking at what nothing reads { }:" unread)).success;
            }
        );

        # What Nix itself merges: for tests, and for whoever doubts.
        config = listToAttrs (
          map (name: {
            inherit name;
            value = walk.value 0 evaluated.config.${name};
          }) emitted
        );

        # Where the definitions at some paths stand; asked only when a message needs it.
        positions = map (
          path:
          if builtins.head path == "nixos" then
            walk.positions foreign hostDefinitions (builtins.tail (builtins.tail path))
          else
            walk.positions foreign (indexed (builtins.head path)) (builtins.tail path)
        ) asked.paths;

        # All that is wrong; and of one of them, the error itself.
        inherit found;
        problems = map (problem: problem.known) found;
        problem = (builtins.elemAt found asked.examine.problem).value;

        # What is still a document when all of that is left out.
        remaining = {
          version = 1;
          inherit files;
          options = allDefinitions (filter (name: !(builtins.elem [ name ] asked.examine.without)) emitted);
          assertions = [ ];
          warnings = [ ];
          meta = { };
          settings.dialect = null;
        };
        inherit failedAssertions;

        # Of hosts: what they are built from, and what must not be written down.
        hosts = import ./hosts/systems.nix {
          inherit hosts lib;
          asked = asked.systems;
        };

        optionNames = optionNames evaluated.options;

        # For tests: Nix values, not JSON.
        project = {
          inherit lib pkgs specialArgs;
          inherit (evaluated) config options;
          document = import ./document.nix {
            inherit (evaluated) config;
            inherit emitted;
            inherit (asked) withNulls;
            withCopies = true;
          };
        };

        # The files of the project's modules that Nix knows of.
        why =
          import ./why.nix {
            inherit lib evaluated emitted walk;
            inherit foreign;
          } asked.why
          // {
            inherit files;
          };

        inherit unread;

        # For documentation.
        optionDocs = import ./option-docs.nix {
          inherit lib evaluated;
          inherit (asked) failed;
        };

        # The user's modules alone (eval-modules.nix).
        plain = {
          inherit (alone.evaluated) config options;
        };

        # For suggestions after a failure.
        lib = attrNames lib;
      };
in
answers
// {
  # One text, which Nix prints at once; of a set it prints every bit by itself.
  texts.definitions = builtins.toJSON answers.definitions;
}
