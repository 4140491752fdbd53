# Helpers for Terraform's expressions, an overlay for this lib and for nixpkgs' (`lib.extend (import ./terrane.nix)`).
# Names and results are those of terranix, so that its projects work unchanged.
self: _super:
let
  inherit (builtins) toFile toJSON;
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
  };

  # The name it had at first.
  tfRef = self.tf.ref;
}
