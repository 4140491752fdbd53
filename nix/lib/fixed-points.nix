# Recursion through a function's own result: fixed points, overlays, extensible sets.
{ lib }:
rec {
  # The value that a function gives when it is called with that value.
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

  # A function for fix, with an overlay on it.
  extends =
    overlay: base: final:
    let
      prev = base final;
    in
    prev // overlay final prev;

  # Two overlays as one.
  composeExtensions =
    first: second: final: prev:
    let
      firstResult = first final prev;
    in
    firstResult // second final (prev // firstResult);

  # A list of overlays as one.
  composeManyExtensions = lib.lists.foldr composeExtensions (_final: _prev: { });

  # The fixed point of a function, with `extend` to put overlays on it.
  makeExtensible = makeExtensibleWithCustomName "extend";

  # As `makeExtensible` with another name for `extend`.
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
