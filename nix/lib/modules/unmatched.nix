# The error for a definition whose option nobody declared, with the names that may have been meant.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    attrNames
    concatStringsSep
    filter
    head
    length
    ;
  inherit (lib.lists) init last take;
  inherit (lib.options) showDefs showOption;
  inherit (lib.strings) levenshtein levenshteinAtMost;

  # From here on all distances would take longer than the rest of the evaluation.
  manyNames = 100;

  closest =
    wanted: names:
    let
      near = if length names < manyNames then names else filter (levenshteinAtMost 2 wanted) names;
    in
    take 3 (lib.lists.sortOn (levenshtein wanted) near);

  didYouMean =
    shown:
    if shown == [ ] then
      ""
    else if length shown == 1 then
      "\n\nDid you mean ${head shown}?"
    else
      "\n\nDid you mean ${concatStringsSep ", " (init shown)} or ${last shown}?";
in
rec {
  throwUnmatched =
    prefix: options: definitions:
    throw (unmatchedMessage prefix options (head definitions));

  unmatchedMessage =
    prefix: options: definition:
    let
      loc = prefix ++ definition.prefix;
      option = showOption loc;
      parent = init definition.prefix;
      siblings = attrNames (lib.attrsets.attrByPath parent { } options);
      candidates = if parent == [ ] then lib.lists.remove "_module" siblings else siblings;
      suggestions = map (name: "`${showOption (init loc ++ [ name ])}'") (
        closest (last definition.prefix) candidates
      );
      values =
        addErrorContext
          "while evaluating the error message for definitions for `${option}', which is an option that does not exist"
          (addErrorContext "while evaluating a definition from `${definition.file}'" (showDefs [ definition ]));
      message = "The option `${option}' does not exist. Definition values:${values}${didYouMean suggestions}";
    in
    if attrNames options != [ "_module" ] then
      message
    else if prefix == [ ] then
      ''
        ${message}

        It seems as if you're trying to declare an option by placing it into `config' rather than `options'!
      ''
    else
      ''
        ${message}

        However there are no options defined in `${showOption prefix}'. Are you sure you've
        declared your options properly? This can happen if you e.g. declared your options in `types.submodule'
        under `config' rather than `options'.
      '';
}
