# The command. All that its build needs is fetched beforehand, by the lock file's checksums.
{
  lib,
  buildNpmPackage,
  importNpmLock,
  nodejs,
  src,
}:
let
  manifest = lib.importJSON (src + "/package.json");
  lock = lib.importJSON (src + "/package-lock.json");

  nameOf = path: lib.last (lib.splitString "node_modules/" path);

  # Optional packages for other platforms may be in the lock file without a checksum: they can't be fetched beforehand.
  unpinned = map nameOf (
    lib.filter (path: path != "" && !(lock.packages.${path} ? integrity)) (lib.attrNames lock.packages)
  );

  # The lock file leaves out what follows from a package's name: where the registry has it.
  pinned =
    path: package:
    let
      name = package.name or (nameOf path);
      file = "${lib.last (lib.splitString "/" name)}-${package.version}.tgz";
    in
    { resolved = "https://registry.npmjs.org/${name}/-/${file}"; }
    // package
    // lib.optionalAttrs (package ? optionalDependencies) {
      optionalDependencies = removeAttrs package.optionalDependencies unpinned;
    };

  packages = lib.mapAttrs (path: package: if path == "" then package else pinned path package) (
    lib.filterAttrs (path: package: path == "" || package ? integrity) lock.packages
  );
in
buildNpmPackage {
  pname = "terrane";
  inherit (manifest) version;
  inherit src;
  npmDeps = importNpmLock {
    npmRoot = src;
    package = manifest;
    packageLock = lock // {
      inherit packages;
    };
  };
  inherit (importNpmLock) npmConfigHook;

  # The build bundles what it needs: nothing of node_modules is wanted at run time.
  installPhase = ''
    runHook preInstall
    mkdir -p $out/bin $out/lib/terrane
    cp -r dist nix schemas package.json LICENSE $out/lib/terrane
    ln -s $out/lib/terrane/dist/cli.cjs $out/bin/terrane
    runHook postInstall
  '';

  # /usr/bin/env node becomes this node.
  nativeBuildInputs = [ nodejs ];

  meta = {
    inherit (manifest) description;
    license = lib.licenses.mit;
    mainProgram = "terrane";
  };
}
