# Helpers for Terraform's expressions, an overlay for this lib and for nixpkgs' (`lib.extend (import ./terrane.nix)`).
# Names and results are those of terranix, so that its projects work unchanged.
self: _super:
let
  inherit (builtins) isString toFile toJSON;

  terraform = import ./terraform-expression.nix;

  textFor =
    name: value:
    if isString value then value else throw "lib.tf.${name} takes a text, not ${self.tf.kindOf value}";
in
{
  tf = {
    # "aws_instance.web.id" as a reference: `${aws_instance.web.id}`. Nix would take the plain text as its own.
    ref = expression: "\${${expression}}";

    # The content of a file, read by Terraform.
    file = path: self.tf.ref "file(\"${path}\")";

    # A call of templatefile with a template from a file, or with its text. The call is no reference yet: an argument
    # whose value it shall be needs `ref (template { … })`. Nothing but Nix itself is needed for the text, no pkgs.
    template =
      {
        source ? "",
        text ? "",
        variables ? { },
      }:
      let
        file = if text == "" then source else toFile "template.tftpl" text;
      in
      if (text == "") == (source == "") then
        throw "lib.tf.template: You must provide either 'text' or 'source' arguments"
      else
        "templatefile(\"${file}\", ${toJSON variables})";

    # Any expression: `expr "length(var.zones) > 1"` is "${length(var.zones) > 1}". References in it may have their
    # `${…}`, so that those that blocks give fit: `expr "${config.resource.aws_vpc.main "id"} == null"`.
    expr = text: "\${${terraform.unwrapped (textFor "expr" text)}}";

    # The call of a function with Nix values: `call "format" [ "%s-web" (config.resource.aws_vpc.main "id") ]` is
    # "${format("%s-web", aws_vpc.main.id)}". A block stands for its object.
    call =
      name: arguments:
      if !(isString name && terraform.isFunctionName name) then
        throw "lib.tf.call takes the name of a function first, such as \"format\" or \"provider::aws::arn_parse\""
      else if !builtins.isList arguments then
        throw "lib.tf.call ${name} takes a list of arguments, not ${self.tf.kindOf arguments}"
      else
        "\${${name}(${builtins.concatStringsSep ", " (map terraform.expression arguments)})}";

    # Text that is no template, whatever it holds: "${HOME}" stays what it is, for a shell to read.
    escape = text: terraform.escapeText (textFor "escape" text);

    # The same for all texts in a list or set, names included.
    raw = terraform.escape;

    # What the files of `terrane schema nix` are made of.
    types = import ./typed-providers.nix { lib = self; };

    # For messages.
    kindOf =
      value:
      {
        bool = "a Boolean";
        float = "a float";
        int = "an integer";
        lambda = "a function";
        list = "a list";
        null = "null";
        path = "a path";
        set = "a set";
        string = "a string";
      }
      .${builtins.typeOf value};
  };

  # Modules that a project may import: `imports = [ lib.catalogue.ssh-keys ]` (docs/catalogue.md).
  catalogue = import ../modules/catalogue;

  # The name it had at first.
  tfRef = self.tf.ref;
}
