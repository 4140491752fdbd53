// What each diagnostic code means and what to do. A test asks that every code of src/contracts/codes.ts is here.
export const errorTexts = {
  'nix-syntax':
    'The Nix file can’t be read. The place is where the parser gave up, the mistake is there or just before it: a missing `;` or a brace.',
  'nix-undefined-variable':
    'A name stands for nothing there. Ask for it in the arguments of the module (`{ config, lib, ... }:`), or bind it with `let`.',
  'nix-missing-attribute':
    'A set has no attribute of that name. Where one is spelt nearly so, it is suggested. `set.name or default` allows for its absence.',
  'nix-missing-argument':
    'A function, often a module, asks for an argument that nobody gives. Modules get `config`, `lib`, `options`, `pkgs`, what `_module.args` and `specialArgs` hold, and what `--arg` and `--argstr` give.',
  'nix-unexpected-argument': 'A function is called with an argument that it does not take.',
  'nix-type':
    'A value has another type than the operation needs, such as a number that is put into a string without `toString`.',
  'nix-throw': '`throw`, `abort` or a function that uses them: the message is the author’s.',
  'nix-assertion': '`assert` found its condition false.',
  'nix-infinite-recursion':
    'A value is needed to compute itself. In modules this is mostly a condition of `mkIf`, or an `imports`, that reads what it decides about.',
  'nix-stack-overflow': 'The evaluation nests too deep, mostly by a function that calls itself without end.',
  'nix-missing-file': 'A file that the code reads or imports is not there. In a flake, git has to know it.',
  'nix-missing-lib-function':
    'The bundled `lib` has no such function. It names those that it has; `--lib` takes nixpkgs’ own.',
  'nix-search-path':
    'A path in angle brackets, such as `<nixpkgs>`, is not on the search path. `-I name=path` or NIX_PATH put it there.',
  'nix-unsupported':
    'It needs a store or the network, and the embedded evaluator has neither. A real Nix does it: `--engine nix`.',
  'nix-access-denied':
    'Nix may not read that in the mode it runs in: outside of the flake, or forbidden by its settings.',
  'nix-evaluation': 'Any other failure of an evaluation, in Nix’ own words.',
  'nix-warning': 'Nix, or a module by `lib.warn`, has something to say. Nothing failed.',
  'nix-build':
    'A derivation that the document or a host needs could not be built. The last lines of its log are shown.',
  'test-failed': 'A test of `terrane test` did not hold.',
  'test-file': 'A file of tests can’t be used: it does not evaluate, or holds what is no test.',
  'snapshot-file': 'A snapshot can’t be read or written.',
  'entry-missing':
    'There is no such file, folder or flake, or the folder has no infra.nix, config.nix or default.nix.',
  'entry-not-a-module': 'The file evaluates, but to something that is neither a set nor a function to one.',
  'flake-untracked-file': 'A flake in a git checkout holds only what git tracks: `git add` the file.',
  'flake-missing-output': 'The flake has no such output. Those that it has are listed.',
  'project-exists': 'A new project would overwrite files that are there. Name another folder.',
  'module-unknown-option':
    'A definition for an option that no module declares: mostly a misspelling. All of them are told at once.',
  'module-undefined-path': 'Asked about a path (`terrane why`, `terrane output`) that nothing defines.',
  'module-type': 'A definition is not of the type that the option declares.',
  'module-conflict':
    'Several modules define one value differently, with the same priority. `lib.mkForce` or `lib.mkDefault` decide.',
  'module-null-conflict': 'One module says null, another a value. null goes together with null only.',
  'module-no-value': 'An option without default is read, and nobody defines it.',
  'module-nested-property':
    '`mkIf`, `mkMerge` or `mkOverride` stands inside `mkOverride` or `mkOrder`, where the module system does not look for it. Turn them around.',
  'module-cycle': 'Options are defined by each other. The chain is shown.',
  'module-assertion': 'One of the project’s `assertions` does not hold; the message is its own.',
  'module-warning': 'One of the project’s `warnings`.',
  'document-invalid':
    'The merged document is none that Terraform would take: an unknown argument of the language, a wrong type, something missing.',
  'document-reference': 'A `${…}` names a resource, variable, local, module or output that nothing declares.',
  'document-ignored': 'Terraform would take the value and do nothing with it.',
  'document-replaced': 'Of two things that mean the same, one was taken. The message says which.',
  'source-holds-work-folder':
    'A path in the document would copy a folder that holds terrane’s own work folder, with the state in it.',
  'schema-file': 'A file of provider schemas can’t be used. `terraform providers schema -json` makes one.',
  'schema-unknown':
    'Nothing is known of the schemas of a provider that the command needs. `terrane schema fetch` asks the provider.',
  'schema-mismatch':
    'An argument that the provider’s schema does not have, a wrong type, or a required one that is missing.',
  'schema-ignored': 'A value that the provider computes and would not take.',
  'schema-deprecated': 'The provider says that an argument or a resource type is deprecated.',
  'hcl-syntax': 'A .tf file can’t be read. The message is that of HashiCorp’s own parser, at its place.',
  'hcl-unconverted':
    'Something in a .tf file can’t be said the same way in a module, or the module, compiled again, would not be the same. Nothing is written.',
  'hcl-doubtful':
    'The meaning of something in a .tf file hangs on what the file does not say. It was converted; look at the place, which has a TODO in the module too.',
  'stack-invalid':
    'A stack can’t be what it says: its name, its folder, the type of an output, or blocks beside the stacks.',
  'stack-unknown': 'There is no stack of that name in the project.',
  'stack-unspecified': 'The command is about one root, and the project has several: `--stack NAME`.',
  'stack-cycle': 'Stacks need each other in a ring. Which needs which, and where, is shown.',
  'stack-output': 'A stack reads an output that the other one does not declare.',
  'stack-output-type': 'An output has, after the apply, another type than the stack promises.',
  'stack-not-applied': 'A stack reads outputs of one that is not applied yet.',
  'stack-not-destroyed': 'A stack was left, because one that needs it is still there.',
  'stack-still-needed': 'A stack that is not destroyed needs one that is.',
  'stack-state-left': 'A state has resources, and no stack of the project is in that folder any more.',
  'stack-left':
    'A stack was renamed or taken out, or has another folder, and its old state still has resources. The message says which file, and what to do with it.',
  'stack-changes-unknown': 'git can’t tell what has changed (`--affected`).',
  'host-invalid': 'An option of a NixOS host has a value that can’t be used, or something is missing.',
  'host-unknown': 'There is no host of that name, tag or pattern in the project.',
  'host-sensitive-input':
    'A value that Terraform calls sensitive would become part of the system, which everyone on the machine can read. It belongs in `keys`.',
  'host-bootstrap':
    'A machine did not become NixOS: what installs it failed, or the time for it was over. What was seen of it last is said.',
  'host-input-unknown':
    'The configuration of a host needs a value that Terraform will know after the apply only.',
  'host-not-applied': 'The address, or another value, of a host is in no state yet. `terrane apply` first.',
  'host-key-source':
    'A secret could not be got: the file, command, variable or output that should give it does not.',
  'manifest-invalid':
    'terrane.deploy.json is none, or is of another version. `terrane compile` writes it anew.',
  'deploy-failed': 'A host is not as it should be. The report says what runs on it and why.',
  'deploy-partial': 'Some hosts are as they should be, some are not.',
  'deploy-declined': 'The deployment was not approved. Nothing was changed.',
  'provider-cloud-file': 'The file given as the offline cloud is something else.',
  'provider-start': 'A provider for offline use could not be started.',
  'offline-impossible':
    'The project reads something that only a network has, so that no plan can be made without it.',
  'terraform-diagnostic':
    'What Terraform or OpenTofu complain of, at the line of Nix that asks for it where that is known.',
  'terraform-failed': 'tofu/terraform ended with an error, without a diagnostic of its own.',
  'terraform-stale-plan': 'The state changed between the plan and its apply. Plan again.',
  'terraform-declined': 'The plan was not approved. Nothing was changed.',
  'destroy-refused': 'The plan destroys or replaces, and nobody allowed it: `--allow-destroy`.',
  interrupted: 'A signal ended the command. What was begun was finished, and the state is saved.',
  detached:
    'terrane was ended a second time, and left tofu/terraform to finish alone. `terrane follow` shows how it goes on.',
  'run-unattended':
    'An earlier run went on after its terrane was gone, or ended so. What became of it is said.',
  'state-locked':
    'Somebody holds the lock of the state. Who, since when, and how to release it are said; `terrane unlock`.',
  'backend-changed':
    'The configuration names another backend than the work folder was initialised for: `--migrate-state` or `--reconfigure`.',
  'host-connection': 'A host can’t be reached, or the connection was lost.',
  'host-key':
    'A machine has another key than the one that is known. If it was replaced, the message says how to forget the old one; if not, somebody is in between.',
  'host-request': 'A host answered, and could not do what was asked.',
  'tool-missing': 'A program is not on PATH.',
  'tool-version': 'A program is too old for what is asked of it.',
  'dialect-changed': 'The state was written by the other one of OpenTofu and Terraform.',
  'work-folder-owned': 'The work folder belongs to another project: its state would be taken for this one’s.',
  'work-folder-locked': 'Another terrane works in this folder right now.',
  'run-missing': 'No run of that name is recorded.',
  'workspace-missing': 'There is no such workspace. `--create-workspace`, or a name that there is.',
  'state-would-leak':
    'The state lies where a flake would copy it into the Nix store, which everyone can read.',
  'credential-unreadable': 'A file of credentials can’t be read by the user that the service runs as.',
  'file-access': 'A file can’t be read or written. The reason is the system’s.',
  'no-terminal': 'Something has to be approved, and there is no terminal to ask on: `--auto-approve`.',
  usage: 'The command line is wrong. `terrane COMMAND --help` has what it takes.',
}
