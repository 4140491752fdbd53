# NixOS' official images on AWS, by release, region and architecture; or a table of images that the project pins.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  images = config.nixos.images.aws;

  isPinned = image: image.pinned != { };
  pinnedAmi = image: image.pinned.${toString image.region}.${image.architecture} or null;
  notPinned =
    name: image:
    "nixos.images.aws.${name}: `pinned' has no image for ${image.architecture} in ${
      if image.region == null then "a region that is not named (set `region')" else image.region
    }";

  image =
    { name, config, ... }:
    {
      options = {
        release = mkOption {
          type = helpers.release;
          example = "25.05";
          description = ''
            The release of NixOS: `25.05`, or all of a version, `25.05.802216.55d1f923c480`, which is one image only. Of a
            release the newest image is taken, in each run anew.
          '';
        };

        inherit (helpers) architecture provider;

        region = mkOption {
          type = types.nullOr types.str;
          default = null;
          example = "eu-central-1";
          description = ''
            The region of the image: needed to look it up in `pinned`, and otherwise only where it is not the provider's
            (version 6 of the provider and newer).
          '';
        };

        owner = mkOption {
          type = types.str;
          default = "427812963091";
          description = "The account that the images are of. The default is NixOS'.";
        };

        pinned = mkOption {
          type = types.attrsOf (types.attrsOf types.str);
          default = { };
          example = {
            eu-central-1.x86_64 = "ami-0123456789abcdef0";
          };
          description = ''
            Images by region and architecture, to be taken instead of looking for the newest. A machine whose image is
            another one is made anew: pin it, or have the machine ignore that (`lifecycle.ignore_changes = [ "ami" ]`).
          '';
        };

        id = helpers.reference "The image, for `aws_instance.….ami`.";
      };

      config.id =
        if !(isPinned config) then
          "\${data.aws_ami.${helpers.labelOf name}.id}"
        else if pinnedAmi config == null then
          throw (notPinned name config)
        else
          pinnedAmi config;
    };

  lookup = image: {
    owners = [ image.owner ];
    most_recent = true;
    filter = [
      {
        name = "name";
        values = [ "nixos/${image.release}*" ];
      }
      {
        name = "architecture";
        values = [ (if image.architecture == "aarch64" then "arm64" else image.architecture) ];
      }
    ];
  }
  // helpers.onlySet { inherit (image) provider region; };

  lookedUp = lib.filterAttrs (_: image: !(isPinned image)) images;
in
{
  options.nixos.images.aws = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = {
      web.release = "25.05";
    };
    description = "NixOS images on AWS, by name: `config.nixos.images.aws.<name>.id`.";
  };

  config = {
    data = lib.mkIf (lookedUp != { }) {
      aws_ami = lib.mapAttrs' (name: image: lib.nameValuePair (helpers.labelOf name) (lookup image)) lookedUp;
    };

    assertions = lib.mapAttrsToList (name: image: {
      assertion = !(isPinned image) || pinnedAmi image != null;
      message = notPinned name image;
    }) images;
  };
}
