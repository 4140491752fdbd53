# A system as far as a deployment sees one: bin/switch-to-configuration, and tools in sw/bin that answer as systemd and
# the bootloader would. onTest and onBoot, shell commands, are what it does when it is activated or made the default.
{ label, onTest, onBoot, extra }:
let
  base = {
    system = builtins.currentSystem;
    builder = "/bin/sh";
    PATH = "/usr/bin:/bin";
  };
  tools = derivation (
    base
    // {
      name = "bench-tools-1.0";
      systemctl = builtins.readFile ./shims/systemctl.sh;
      bootctl = builtins.readFile ./shims/bootctl.sh;
      systemdRun = builtins.readFile ./shims/systemd-run.sh;
      args = [
        "-c"
        ''
          mkdir -p $out/bin
          printf '%s' "$systemctl" >$out/bin/systemctl
          printf '%s' "$bootctl" >$out/bin/bootctl
          printf '%s' "$systemdRun" >$out/bin/systemd-run
          chmod 755 $out/bin/*
        ''
      ];
    }
  );
in
derivation (
  base
  // {
    name = "nixos-system-bench-${label}";
    inherit
      onTest
      onBoot
      extra
      tools
      ;
    switch = builtins.readFile ./shims/switch-to-configuration.sh;
    args = [
      "-c"
      ''
        mkdir -p $out/bin
        printf '%s' "$switch" >$out/bin/switch-to-configuration
        chmod 755 $out/bin/switch-to-configuration
        printf '%s\n' "$onTest" >$out/on-test
        printf '%s\n' "$onBoot" >$out/on-boot
        ln -s $tools $out/sw
        if [ "$extra" -gt 0 ]; then head -c "$extra" /dev/urandom >$out/ballast; fi
      ''
    ];
  }
)
