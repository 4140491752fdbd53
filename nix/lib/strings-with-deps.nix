# Snippets of text that must come after others.
{ lib }:
let
  inherit (builtins) foldl' isAttrs;

  # The state is what was taken so far, `{ done, texts }`.
  take =
    known: state: entry:
    if isAttrs entry then
      let
        after = foldl' (take known) state entry.deps;
      in
      after // { texts = after.texts ++ [ entry.text ]; }
    else if state.done ? ${entry} then
      state
    else
      take known (state // { done = state.done // { ${entry} = true; }; }) known.${entry};
in
rec {
  # The texts of `entries` and all that they depend on, each named one once.
  textClosureList =
    known: entries:
    (foldl' (take known) {
      done = { };
      texts = [ ];
    } entries).texts;
  # Entries as lines, each after what it needs and changed by a function.
  textClosureMap =
    f: known: entries:
    lib.strings.concatMapStringsSep "\n" f (textClosureList known entries);

  # A text that needs no others.
  noDepEntry = text: fullDepEntry text [ ];
  # A text and the names of what it needs.
  fullDepEntry = text: deps: { inherit text deps; };
  # An entry with no text and the names of what it needs.
  packEntry = fullDepEntry "";
  # A text and the names of what comes before it.
  stringAfter = deps: text: { inherit text deps; };
}
