# Follows `imports` from the first modules on, each module once by its key, without the disabled ones.
{ lib }:
let
  inherit (builtins)
    concatMap
    elem
    filter
    genericClosure
    isAttrs
    isString
    map
    substring
    typeOf
    ;
  inherit (lib.lists) imap1;
  inherit (lib.strings) escapeNixString isConvertibleWithToString;
  inherit (import ./load.nix { inherit lib; }) loadModule;
  inherit (import ./internal.nix { inherit lib; }) internalKey;

  checkClass =
    class: module:
    if class == null || module._class == null || module._class == class then
      module
    else
      let
        found = escapeNixString module._class;
        expected = escapeNixString class;
      in
      throw ''
        The module `${module._file or module.key}` (class: ${found}) cannot be imported into a module evaluation that expects class ${expected}.

        Help:
        - Ensure that you are importing the correct module.
        - Verify that the module's `_class`, ${found} matches the expected `class` ${expected}.
        - If you are using a custom class, make sure it is correctly defined and used consistently across your modules.
      '';

  # The key that an item of `disabledModules` means.
  disabledKey =
    modulesPath: file: item:
    if isString item then
      if substring 0 1 item == "/" then item else "${toString modulesPath}/${item}"
    else if isConvertibleWithToString item then
      if item ? key && item.key != toString item then
        throw "Module `${file}` contains a disabledModules item that is an attribute set that can be converted to a string (${toString item}) but also has a `.key` attribute (${item.key}) with a different value. This makes it ambiguous which module should be disabled."
      else
        toString item
    else if item ? key then
      item.key
    else if isAttrs item then
      throw "Module `${file}` contains a disabledModules item that is an attribute set, presumably a module, that does not have a `key` attribute. This means that the module system doesn't have any means to identify the module that should be disabled. Make sure that you've put the correct value in disabledModules: a string path relative to modulesPath, a path value, or an attribute set with a `key` attribute."
    else
      throw "Each disabledModules item must be a path, string, or a attribute set with a key attribute, or a value supported by toString. However, one of the disabledModules items in `${toString file}` is none of that, but is of type ${typeOf item}.";
in
{
  # Gives `modules`, in structured form, and `graph`, the imports as they were written.
  collectModules =
    class: modulesPath: initial: args:
    let
      # A module together with all that it imports, as a tree.
      collect =
        file: key:
        imap1 (
          n: given:
          let
            module = checkClass class (loadModule class args file "${key}:anon-${toString n}" given);
          in
          {
            inherit (module) key;
            inherit module;
            imports = collect module._file module.key module.imports;
          }
        );
      roots = collect lib.options.unknownModule "" initial;

      # Also what a disabled module disables counts.
      disabledBy =
        nodes:
        concatMap (
          node:
          map (disabledKey modulesPath node.module._file) node.module.disabledModules
          ++ disabledBy node.imports
        ) nodes;
      disabledKeys = disabledBy roots;
      isDisabled = node: elem node.key disabledKeys;
      enabled = if disabledKeys == [ ] then nodes: nodes else filter (node: !isDisabled node);

      toGraph =
        node:
        {
          inherit (node) key;
          disabled = isDisabled node;
          file = node.module._file;
          imports = map toGraph node.imports;
        };
    in
    {
      modules = map (node: node.module) (genericClosure {
        startSet = enabled roots;
        operator = node: enabled node.imports;
      });
      graph = map toGraph (filter (node: node.key != internalKey) roots);
    };
}
