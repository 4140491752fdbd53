# Recursion through a function's own result: fixed points, overlays, extensible sets.
{ lib }:
rec {
  fix =
    f:
    let
      result = f result;
    in
    result;

  # Like `fix`, but remembers the function under `__unfix__`.
  fix' =
    f:
    let
      result = f result // {
        __unfix__ = f;
      };
    in
    result;

  # Applies `f` until the value stands still.
  converge =
    f: value:
    let
      next = f value;
    in
    if next == value then value else converge f next;

  extends =
    overlay: base: final:
    let
      prev = base final;
    in
    prev // overlay final prev;

  composeExtensions =
    first: second: final: prev:
    let
      firstResult = first final prev;
    in
    firstResult // second final (prev // firstResult);

  composeManyExtensions = lib.lists.foldr composeExtensions (_final: _prev: { });

  makeExtensible = makeExtensibleWithCustomName "extend";

  makeExtensibleWithCustomName =
    name: base:
    fix' (
      self:
      base self
      // {
        ${name} = overlay: makeExtensibleWithCustomName name (extends overlay base);
      }
    );

  # A set, `prev: set` or an overlay, as an overlay.
  toExtension =
    extension:
    if !lib.trivial.isFunction extension then
      _final: _prev: extension
    else
      final: prev:
      let
        applied = extension prev;
      in
      if lib.trivial.isFunction applied then extension final prev else applied;
}
