# The nixos-infect (https://github.com/elitak/nixos-infect) that is run: one commit, of 2026-01-21, by its checksum, and the
# installer of Nix that it starts.
rec {
  revision = "7563801d3ae68c975e4027f4e31a3906dca95f30";
  sha256 = "4cc3b5f8e4333ab4f02906d80a836c1b36e2887a51abf4eba4d9113b33934393";
  urlAt = commit: "https://raw.githubusercontent.com/elitak/nixos-infect/${commit}/nixos-infect";
  url = urlAt revision;
  installer = "https://releases.nixos.org/nix/nix-2.28.4/install";
}
