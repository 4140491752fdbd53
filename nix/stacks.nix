# The stacks of a project (`terrane.stacks`): each an evaluation of its own, with the outputs of the others at hand.
#
# A stack reads an output of another as an expression on a data source, which the compile adds where it sees it used
# (src/project/stacks/remote-states.ts). Which outputs there are, the other stack's modules say: of it, only the names
# of its outputs are evaluated.
{
  lib,
  # The evaluation of the project.
  root,
  # From modules and further arguments to an evaluation.
  evaluate,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    filter
    head
    isAttrs
    isPath
    isString
    map
    mapAttrs
    unsafeGetAttrPos
    ;

  declared = root.evaluated.config.terrane.stacks;

  placed = import ./placed.nix { fallback = "terrane.stacks"; };

  evaluations = mapAttrs (_: stack: evaluate (map placed stack.modules) { stacks = argument; }) declared;

  outputsOf = name: evaluations.${name}.evaluated.config.output;

  # What modules get as `stacks`.
  argument = mapAttrs (name: _: {
    outputs = mapAttrs (output: _: "\${data.terraform_remote_state.stack_${name}.outputs.${output}}") (
      outputsOf name
    );
  }) declared;

  # Where the user's files name something of a stack: the longest beginning of the path that has a place.
  placeOf =
    path:
    let
      deepest =
        place: set: rest:
        if rest == [ ] || !isAttrs set || !(set ? ${head rest}) then
          place
        else
          let
            here = unsafeGetAttrPos (head rest) set;
          in
          deepest (if here == null then place else here) set.${head rest} (builtins.tail rest);
      places = filter (place: place != null) (
        map (definition: deepest null definition.value path)
          root.evaluated.options.terrane.stacks.definitionsWithLocations
      );
    in
    if places == [ ] then null else head places;
in
{
  names = attrNames declared;

  evaluation =
    name:
    evaluations.${name}
      or (throw "there is no stack `${name}'; the project has ${builtins.concatStringsSep ", " (attrNames declared)}");

  # What is known of them without looking into any.
  described = map (
    name:
    let
      stack = declared.${name};
    in
    {
      inherit name;
      inherit (stack) after workFolder;
      position = placeOf [ name ];
      afterPosition = placeOf [
        name
        "after"
      ];
      folderPosition = placeOf [
        name
        "workFolder"
      ];
      outputs = mapAttrs (output: promised: {
        inherit (promised) type;
        position = placeOf [
          name
          "outputs"
          output
        ];
      }) stack.outputs;
      # Modules that are files.
      files = concatMap (
        module: if isPath module || isString module then [ (toString module) ] else [ ]
      ) stack.modules;
    }
  ) (attrNames declared);
}
