# Path values taken apart and put together. A subpath is a relative path as a string that stays inside: no "..", not
# absolute, not empty; its normal form begins with "./".
{ lib }:
let
  inherit (builtins)
    concatMap
    concatStringsSep
    elemAt
    filter
    isPath
    isString
    length
    match
    split
    substring
    typeOf
    ;
  inherit (lib.asserts) assertMsg;
  inherit (lib.lists) drop imap0 take;
  hasListPrefix = lib.lists.hasPrefix;

  isSubpath = value: invalidReason value == null;
  invalidReason =
    value:
    if !isString value then
      "The given value is of type ${typeOf value}, but a string was expected"
    else if value == "" then
      "The given string is empty"
    else if substring 0 1 value == "/" then
      "The given string \"${value}\" starts with a `/`, representing an absolute path"
    else if match "(.*/)?\\.\\.(/.*)?" value != null then
      "The given string \"${value}\" contains a `..` component, which is not allowed in subpaths"
    else
      null;

  componentsOf = subpath: filter (part: isString part && part != "" && part != ".") (split "/" subpath);
  fromComponents = components: "./" + (if components == [ ] then "." else concatStringsSep "/" components);

  # `{ root, components }` of a path value.
  deconstruct =
    let
      climb =
        path: below:
        let
          parent = dirOf path;
        in
        if parent == path then
          {
            root = path;
            components = below;
          }
        else
          climb parent ([ (baseNameOf path) ] ++ below);
    in
    path: climb path [ ];

  requirePath =
    function: position: end: path: result:
    assert assertMsg (isPath path)
      "lib.path.${function}: ${position} is of type ${typeOf path}, but a path was expected${end}";
    result;
  requireSubpath =
    function: position: subpath: result:
    assert assertMsg (isSubpath subpath) ''
      lib.path.${function}: ${position} is not a valid subpath string:
          ${invalidReason subpath}'';
    result;

  # Both paths taken apart, if they are paths with the same root.
  both =
    function: end: first: second: use:
    let
      left = deconstruct first;
      right = deconstruct second;
    in
    requirePath function "First argument" end first (
      requirePath function "Second argument" end second (
        assert assertMsg (left.root == right.root) ''
          lib.path.${function}: Filesystem roots must be the same for both paths, but paths with different roots were given:
              first argument: "${toString first}" with root "${toString left.root}"
              second argument: "${toString second}" with root "${toString right.root}"'';
        use left.components right.components
      )
    );

  storeComponents = componentsOf ".${builtins.storeDir}";
in
{
  # A path with a subpath behind it.
  append =
    path: subpath:
    requirePath "append" "The first argument" "" path (
      requireSubpath "append" "Second argument" subpath (path + "/${subpath}")
    );

  # Whether a path is another or lies below it.
  hasPrefix = prefix: path: both "hasPrefix" "" prefix path hasListPrefix;

  # The subpath from one path to another below it.
  removePrefix =
    prefix: path:
    both "removePrefix" "." prefix path (
      left: right:
      if hasListPrefix left right then
        fromComponents (drop (length left) right)
      else
        throw ''lib.path.removePrefix: The first path argument "${toString prefix}" is not a component-wise prefix of the second path argument "${toString path}".''
    );

  # The root of a path, and the subpath from there.
  splitRoot =
    path:
    let
      parts = deconstruct path;
    in
    requirePath "splitRoot" "Argument" "" path {
      inherit (parts) root;
      subpath = fromComponents parts.components;
    };

  # In the store, or a placeholder for an output whose path isn't known yet.
  hasStorePathPrefix =
    path:
    let
      parts = deconstruct path;
      depth = length storeComponents;
      inStore =
        length parts.components > depth
        && take depth parts.components == storeComponents
        && match ".{32}-.+" (elemAt parts.components depth) != null;
      isPlaceholder =
        parts.components != [ ] && match "[0-9a-z]{52}" (builtins.head parts.components) != null;
    in
    requirePath "hasStorePathPrefix" "Argument" "" path (
      assert assertMsg (toString parts.root == "/")
        "lib.path.hasStorePathPrefix: Argument has a filesystem root (${toString parts.root}) that's not /, which is currently not supported.";
      inStore || isPlaceholder
    );

  # Functions on relative paths, which are strings.
  subpath = {
    isValid = isSubpath;
    components =
      subpath: requireSubpath "subpath.components" "Argument" subpath (componentsOf subpath);
    normalise =
      subpath:
      requireSubpath "subpath.normalise" "Argument" subpath (fromComponents (componentsOf subpath));
    join =
      subpaths:
      fromComponents (
        concatMap (part: part) (
          imap0 (
            n: subpath:
            requireSubpath "subpath.join" "Element at index ${toString n}" subpath (componentsOf subpath)
          ) subpaths
        )
      );
  };
}
