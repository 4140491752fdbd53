# The message for a value of another kind, such as a flake, in a list of modules.
{ lib }:
let
  inherit (builtins) concatStringsSep filter;
  inherit (lib.options) showOption unknownModule;
  inherit (lib.strings) escapeNixString;

  escape = builtins.fromJSON ''"\u001b"'';
  bold = text: "${escape}[1m${text}${escape}[0m";
  wrong = text: "${escape}[1;35m${text}${escape}[0m";
  better = text: "${escape}[1;32m${text}${escape}[0m";

  # Where the class has a customary place in a flake besides `modules.<class>`.
  customaryOutput = {
    nixos = "nixosModules";
    darwin = "darwinModules";
  };

  configurationAdvice = ''
    If you really mean to import this configuration, instead please only import the modules that make up the configuration.
    You may have to create a `let` binding, file or attribute to give yourself access to the relevant modules.
    While loading a configuration into the module system is a very sensible idea, it can not be done cleanly in practice.'';
  flakeAdvice =
    class:
    concatStringsSep "\n" (
      [
        "Perhaps you forgot to select an attribute name?"
        "Instead of, for example,"
        "    ${wrong "inputs.someflake"}"
        "you need to write something like"
        "    ${wrong "inputs.someflake"}${better ".modules.${if class == null then "someApp" else class}.default"}"
      ]
      ++ (
        if class != null && customaryOutput ? ${class} then
          [
            "or"
            "    ${wrong "inputs.someflake"}${better ".${customaryOutput.${class}}.default"}"
          ]
        else
          [ ]
      )
    );
  advice = class: {
    configuration = configurationAdvice;
    flake = flakeAdvice class;
  };
in
{
  notAModule =
    {
      class,
      file,
      prefix,
      tag,
    }:
    let
      intoFile =
        if file == null || file == unknownModule then
          ""
        else
          ", while trying to load a module into ${toString file}";
      intoOption =
        if prefix == [ ] then "" else ", while trying to load a module into ${bold (showOption prefix)}";
      found = "Expected a module, but found a value of type ${wrong (escapeNixString tag)}${intoFile}${intoOption}.";
      howTo = "A module is typically loaded by adding it to the ${bold "imports = [ ... ];"} attribute of an existing module, or in the ${bold "modules = [ ... ];"} argument of various functions.";
      check = "Please make sure that each of the list items is a module, and not a different kind of value.";
    in
    concatStringsSep "\n\n" (
      filter (paragraph: paragraph != "") [
        "${found}\n${howTo}\n${check}"
        ((advice class).${tag} or "")
      ]
    );
}
