# What the types of a provider (lib/typed-providers.nix) say of its blocks: the document has them without.
{
  configuration,
  document,
  problem,
  succeeds,
  ...
}:
let
  inherit (builtins)
    attrNames
    concatMap
    foldl'
    isAttrs
    map
    ;
  inherit (configuration) config options;
in
{
  ofProviders = concatMap (
    name:
    let
      value = config.${name};
      blocks = path: map (label: path ++ [ label ]);
      places =
        if !(options ? ${name}.type.look) || !succeeds [ name ] value then
          [ ]
        else if name == "provider" then
          blocks [ name ] (attrNames value)
        else
          concatMap (
            type: if isAttrs value.${type} then blocks [ name type ] (attrNames value.${type}) else [ ]
          ) (attrNames value);
      report =
        path:
        let
          block = foldl' (set: step: set.${step}) config path;
        in
        if succeeds path block then
          [ ]
        else
          let
            inherit (problem false path block) known value;
          in
          [
            {
              inherit value;
              known = known // {
                isTyped = true;
              };
            }
          ];
    in
    concatMap report places
  ) (attrNames document);
}
