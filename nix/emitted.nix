# The options that end up in the Terraform document, by their names there.
[
  "action"
  "check"
  "data"
  "ephemeral"
  "import"
  "locals"
  "module"
  "moved"
  "output"
  "provider"
  "removed"
  "resource"
  "terraform"
  "variable"
]
