# What a compile asks for: the definitions document (src/modules/definitions.ts).
{
  asked,
  definitions,
  emitted,
  evaluated,
  failedAssertions,
  hosts,
  project,
  # The evaluation of the project as a whole.
  root,
  stacks,
  unread,
  walk,
}:
let
  inherit (builtins) addErrorContext seq tryEval;

  # What the project says about its own runs.
  settings = {
    # A stack that says nothing is meant for what the project is meant for.
    dialect =
      if evaluated.config.terrane.dialect != null || !(asked ? stack) then
        evaluated.config.terrane.dialect
      else
        root.evaluated.config.terrane.dialect;
    inherit (project) withNulls;
  };
in
seq evaluated.config (
  # Failing assertions come alone: what they guard need not evaluate.
  if failedAssertions != [ ] then
    {
      version = 1;
      files = [ ];
      options = { };
      assertions = failedAssertions;
      warnings = evaluated.config.warnings or [ ];
      meta = { };
      inherit settings;
    }
  else
    {
      version = 1;
      inherit (definitions) files;
      options = definitions.all emitted;
      assertions = [ ];
      warnings = evaluated.config.warnings or [ ];
      meta = walk.value 0 (evaluated.config._meta or { });
      hosts = if hosts == { } then null else import ../hosts/manifest.nix { inherit hosts; };
      stacks = if evaluated.config.terrane.stacks == { } then null else stacks.described;
      inherit settings;
      # What can't be caught fails as a whole: then nobody asks for it (src/project/unread.ts).
      hasUnread =
        asked.withUnread or false
        && !(tryEval (addErrorContext "while looking at what nothing reads { }:" unread)).success;
    }
)
