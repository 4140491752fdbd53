# What `terrane test` asks: the tests of files written in Nix, run against projects and variants of them. Takes the
# arguments of runtime.nix; `request` has `tests` as well (src/project/testing/nix-request.ts).
#
# All tests of all files are evaluated at once. Nix can't go on after most errors, so each test is evaluated in a context
# that names it: who asks leaves the culprit out the next time (`failed`), as it leaves out the projects that do not
# compile (`broken`).
{ request, ... }@arguments:
let
  inherit (builtins)
    addErrorContext
    any
    attrNames
    concatMap
    deepSeq
    elem
    filter
    functionArgs
    getAttr
    head
    intersectAttrs
    isAttrs
    isFunction
    isList
    isString
    map
    mapAttrs
    removeAttrs
    toJSON
    unsafeGetAttrPos
    ;

  asked = (builtins.fromJSON request).tests;

  # The answers of runtime.nix about a variant of the project.
  runtime = variant: import ../runtime.nix (arguments // { inherit variant; });

  outcome = import ./outcome.nix;
  kindOf = import ./kind-of.nix;

  whole = value: deepSeq value value;

  nameOf = builtins.concatStringsSep " > ";

  asList = value: if isList value then value else [ value ];

  # A function gets what its formals name; one without formals gets all.
  call =
    value: given:
    if !isFunction value then
      value
    else if functionArgs value == { } then
      value given
    else
      value (intersectAttrs (functionArgs value) given);

  # What functions in a test file may ask for.
  argumentsOf =
    answers: entry:
    answers.project.specialArgs
    // {
      inherit (answers.project)
        config
        document
        lib
        options
        pkgs
        ;
      inherit entry;
    };

  isTest = value: !isAttrs value || any (name: value ? ${name}) outcome.fields;

  bodyOf = value: if isAttrs value then value else { check = value; };

  isVariant = body: body ? modules || body ? entry;

  needsEntry = body: !(isVariant body || body ? fails || (body.skip or false) != false);

  setOfTests =
    file: given:
    let
      called = call (import (/. + file)) given;
    in
    if isAttrs called then
      called
    else
      throw "a test file is a set of tests, or a function to one, and this is ${kindOf called}";

  # One file against one project.
  runOf =
    {
      file,
      entry,
      modules,
    }:
    let
      key = { inherit file entry; };
      own = if modules == null then { } else { entry = modules; };
      base = runtime own;
      isBroken = elem key asked.broken;

      group = addErrorContext "while loading the tests ${toJSON key}" (
        removeAttrs (setOfTests file (argumentsOf base entry)) [ "entries" ]
      );

      idOf = path: key // { inherit path; };
      within = path: value: addErrorContext "while running the test ${toJSON (idOf path)}" (whole value);

      found =
        path: set:
        concatMap (
          name:
          let
            test = {
              path = path ++ [ name ];
              position = unsafeGetAttrPos name set;
              body = bodyOf set.${name};
              isBare = !isAttrs set.${name};
            };
          in
          if elem (idOf test.path) asked.failed then
            [ { inherit (test) path position; } ]
          else if within test.path (isTest set.${name}) then
            [ test ]
          else
            found test.path set.${name}
        ) (attrNames set);

      # Part of a name is enough.
      isNamed =
        test:
        asked.name == null
        || builtins.replaceStrings [ asked.name ] [ "" ] (nameOf test.path) != nameOf test.path;

      tests = filter (
        test: if asked.only == null then isNamed test else test.path == asked.only.path
      ) (found [ ] group);

      answersOf =
        body:
        if isVariant body then
          runtime (
            (if body ? entry then { entry = asList body.entry; } else own)
            // {
              # Messages name the file of the test.
              modules = [
                {
                  _file = file;
                  imports = asList (body.modules or [ ]);
                }
              ];
            }
          )
        else
          base;

      told =
        test:
        {
          inherit (test) path position;
        }
        // (
          if !(test ? body) then
            { kind = "failed"; }
          else if isBroken && within test.path (needsEntry test.body) then
            { kind = "broken"; }
          else
            within test.path (
              let
                answers = answersOf test.body;
              in
              outcome.of {
                inherit (test) body isBare position;
                # Not by a selection: Nix would tell of it in the trace of an error.
                get = name: call (getAttr name test.body) (argumentsOf answers entry);
                definitions = if isVariant test.body then answers.definitions else null;
              }
            )
        );
    in
    {
      answer = {
        inherit file entry;
        reference = null;
        definitions =
          if isBroken || asked.only != null || !any (test: test ? body && needsEntry test.body) tests then
            null
          else
            addErrorContext "while compiling the entry ${toJSON key}" (whole base.definitions);
        tests = map told tests;
      };

      inherit base;

      # Of the one test that is asked for.
      variant = answersOf (head tests).body;
      value = whole (call (getAttr "expr" (head tests).body) (argumentsOf (answersOf (head tests).body) entry));
    };

  unknown = name: throw "`entries' says which projects the tests are for: it can't depend on `${name}'";

  # A file may say which projects it is for. One that is an output of a flake is asked for on its own.
  entriesOf =
    { path, ... }:
    let
      answers.project = mapAttrs (
        name: value: if name == "lib" || name == "specialArgs" then value else unknown name
      ) (runtime { }).project;
      entries = (setOfTests path (argumentsOf answers (unknown "entry"))).entries or null;
      key = {
        file = path;
        entry = null;
      };
    in
    addErrorContext "while loading the tests ${toJSON key}" (
      if entries == null then
        null
      else if isAttrs entries then
        # Each is looked at here, where it is known whose it is.
        builtins.deepSeq (map builtins.typeOf (builtins.attrValues entries)) entries
      else
        throw "`entries' is a set: the modules of a project by its name, and here is ${kindOf entries}"
    );

  runsOf =
    given:
    let
      entries = if asked.ownEntries && given.entry == null then entriesOf given else null;
      file = given.path;
    in
    if entries == null then
      [
        (runOf {
          inherit file;
          inherit (given) entry;
          modules = null;
        })
      ]
    else
      map (
        entry:
        if isString entries.${entry} then
          {
            answer = {
              inherit file entry;
              reference = entries.${entry};
              definitions = null;
              tests = [ ];
            };
          }
        else
          runOf {
            inherit file entry;
            modules = asList entries.${entry};
          }
      ) (attrNames entries);

  runs = filter (
    run: !elem { inherit (run.answer) file entry; } asked.unloadable
  ) (concatMap runsOf asked.files);

  theRun = head (filter (run: run.answer.entry == asked.only.entry) runs);
in
{
  tests = map (run: run.answer) (
    if asked.only == null then runs else [ theRun ]
  );

  inherit (theRun) base variant value;

  # For tests in other languages: modules as data, or by path.
  given = runtime {
    modules = map (
      module:
      if module ? path then
        /. + module.path
      else
        {
          _file = asked.file;
          inherit (module) config;
        }
    ) asked.given;
  };
}
