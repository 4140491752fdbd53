# What terrane asks Nix. The module system closes the fixpoint of `config`; this file then hands out, as JSON, the
# definitions of the options that are emitted, for TypeScript to merge (src/modules/). Both engines run it.
#
# Arguments: `request`, a JSON text (see src/project/request.ts), and the user's own arguments, each under `arg:<name>`
# so that no name of theirs can meet one of ours; from the embedded evaluator also `isPlain` and `definitionsOf` (definitions/). `variant`
# is given by tests/: modules to take instead of the project's (`entry`), and more of them (`modules`). Nothing newer than
# Nix 2.8.
#
# Each answer is an attribute. Parts that an answer needs not are not even parsed for it.
{
  request,
  variant ? { },
  ...
}@arguments:

let
  inherit (builtins)
    attrNames
    concatMap
    elem
    fromJSON
    listToAttrs
    substring
    toJSON
    ;

  asked = fromJSON request;

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

  project = import ./project.nix {
    inherit asked;
    arguments = userArguments;
  };

  libraries = import ./runtime/libraries.nix { inherit asked project; };

  inherit (libraries) foreign lib pkgs;

  specialArgs = project.specialArgs // userArguments;

  evaluations = import ./runtime/evaluation.nix {
    inherit asked lib pkgs specialArgs;
    modules = (variant.entry or project.modules) ++ (variant.modules or [ ]);
  };

  inherit (evaluations) root stacks;

  # All that follows is about this one.
  evaluation = evaluations.chosen;

  inherit (evaluation) emitted;

  examination =
    if asked ? examine then
      import ./runtime/examination.nix { inherit asked evaluation lib; }
    else
      null;

  inherit (if examination == null then evaluation else examination) evaluated;

  walk = import ./definitions {
    isPlain = arguments.isPlain or null;
    definitionsOf = arguments.definitionsOf or null;
  };

  definitions = import ./runtime/option-definitions.nix {
    inherit emitted evaluated examination walk;
  };

  failedAssertions = import ./runtime/assertions.nix { inherit evaluated examination; };

  # NixOS machines. A project may have options of its own under that name.
  hosts = if elem "nixos" evaluation.givenUp then { } else evaluated.config.nixos.hosts;

  # Fails where there is a definition that nothing would ever look at.
  unread = import ./unread.nix { inherit lib evaluated; };

  afterFailure = import ./runtime/after-failure.nix {
    inherit
      asked
      definitions
      emitted
      evaluated
      examination
      lib
      project
      ;
  };

  answers =
    if project ? derivation && !(variant ? entry) then
      import ./runtime/of-derivation.nix { inherit (project) derivation; }
    else
      {
        definitions = import ./runtime/definitions-document.nix {
          inherit
            asked
            definitions
            emitted
            evaluated
            failedAssertions
            hosts
            project
            root
            stacks
            unread
            walk
            ;
        };

        # What Nix itself merges: for tests, and for whoever doubts.
        config = listToAttrs (
          map (name: {
            inherit name;
            value = walk.value 0 evaluated.config.${name};
          }) emitted
        );

        positions = import ./runtime/positions.nix {
          inherit definitions evaluated foreign walk;
          inherit (asked) paths;
        };

        inherit (afterFailure) found problem problems remaining;
        inherit failedAssertions;

        # Of hosts: what they are built from, and what must not be written down.
        hosts = import ./hosts/systems.nix {
          inherit hosts lib;
          asked = asked.systems;
        };

        optionNames = import ./runtime/option-names.nix {
          inherit lib;
          inherit (evaluated) options;
        };

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
          import ./why {
            inherit emitted evaluated foreign lib walk;
          } asked.why
          // {
            inherit (definitions) files;
          };

        inherit unread;

        # For documentation.
        optionDocs = import ./option-docs.nix {
          inherit lib evaluated;
          inherit (asked) failed;
        };

        # The user's modules alone (eval-modules.nix).
        plain = {
          inherit (evaluations.alone.evaluated) config options;
        };

        # For suggestions after a failure.
        lib = attrNames lib;
      };
in
answers
// {
  # One text, which Nix prints at once; of a set it prints every bit by itself.
  texts.definitions = toJSON answers.definitions;
}
