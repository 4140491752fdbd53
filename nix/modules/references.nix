# Makes blocks callable: a block with labels gets a functor that takes the name of one of its attributes and gives the
# Terraform expression for it, so that `config.resource.aws_instance.web "id"` is "${aws_instance.web.id}". What begins
# with a bracket is an instance (`"[0].id"`), and the empty name the whole object. These are `apply` functions of
# options: they change what `config` has, never what the document has.
let
  # Plain values, and packages, which are leaves, stay as they are.
  isBlock = value: builtins.isAttrs value && !(value ? outPath);

  mapBlocks = f: value: if isBlock value then builtins.mapAttrs f value else value;

  behind =
    attribute:
    if attribute == "" || builtins.substring 0 1 attribute == "[" then attribute else ".${attribute}";

  callable =
    address: block:
    if isBlock block then
      block // { __functor = _self: attribute: "\${${address}${behind attribute}}"; }
    else
      block;
in
{
  # type.label, as `resource` has; `prefix` comes before the type.
  byTypeAndLabel =
    prefix:
    mapBlocks (type: mapBlocks (label: callable "${prefix}${type}.${label}"));

  # label only, as `module` has.
  byLabel = prefix: mapBlocks (label: callable "${prefix}${label}");

  # Configurations of providers are named by bare addresses: `config.provider.aws "us"` is "aws.us", and the empty name
  # the configuration that was called. A list of them can't be called.
  byAlias = mapBlocks (
    name: block:
    if isBlock block then
      block
      // {
        __functor =
          _self: alias:
          let
            own = if alias == "" then block.alias or "" else alias;
          in
          if own == "" then name else "${name}.${own}";
      }
    else
      block
  );
}
