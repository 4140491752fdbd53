# Makes blocks callable: a block with labels gets a functor that takes the name of one of its attributes and gives the
# Terraform expression for it, so that `config.resource.aws_instance.web "id"` is "${aws_instance.web.id}". These are
# `apply` functions of options: they change what `config` has, never what the document has.
let
  # Plain values, and packages, which are leaves, stay as they are.
  isBlock = value: builtins.isAttrs value && !(value ? outPath);

  mapBlocks = f: value: if isBlock value then builtins.mapAttrs f value else value;

  callable =
    address: block:
    if isBlock block then
      block // { __functor = _self: attribute: "\${${address}.${attribute}}"; }
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
}
