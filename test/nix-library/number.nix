# `numbers`: JSON, texts of numbers.
{ numbers }: map (text: import ../../nix/library/number.nix (1.0 * builtins.fromJSON text)) (builtins.fromJSON numbers)
