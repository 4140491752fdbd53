# Images uploaded to nodes of Proxmox VE, with the provider bpg/proxmox.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  images = config.nixos.images.proxmox;

  image =
    { name, config, ... }:
    {
      options = {
        image = helpers.image ''
          The image: a path, a package, or the name of a file that is there when Terraform runs; also a URL.
        '';
        node = mkOption {
          type = types.str;
          example = "pve";
          description = "The node that gets it.";
        };
        datastore = mkOption {
          type = types.str;
          default = "local";
          description = "The datastore on the node.";
        };
        contentType = mkOption {
          type = types.enum [
            "import"
            "iso"
            "vztmpl"
          ];
          default = "iso";
          description = ''
            What Proxmox files it as: `iso` for installation media and for disk images (raw or qcow2, under a name with
            `.img`), `import` for disk images where Proxmox is new enough for that, `vztmpl` for containers.
          '';
        };
        extension = mkOption {
          type = types.str;
          default =
            {
              import = ".qcow2";
              iso = ".img";
              vztmpl = ".tar.xz";
            }
            .${config.contentType};
          defaultText = lib.literalMD "`.img`, `.qcow2` or `.tar.xz`, by `contentType`";
          description = "How the file's name ends there: Proxmox goes by that.";
        };
        inherit (helpers) provider;
        id = helpers.reference "The file, for `proxmox_virtual_environment_vm.….disk.file_id`.";
      };

      config.id = "\${proxmox_virtual_environment_file.${helpers.labelOf name}.id}";
    };

  isUrl = image: builtins.isString image && builtins.match "https?://.*" image != null;

  file =
    name: image:
    {
      content_type = image.contentType;
      datastore_id = image.datastore;
      node_name = image.node;
      source_file = {
        path = helpers.sourceOf image.image;
        # Another content is another file, so that it can lie beside the old one.
        file_name = "nixos-${name}${if isUrl image.image then "" else "-${helpers.hashOf image.image}"}${image.extension}";
      };
      lifecycle.create_before_destroy = true;
    }
    // helpers.onlySet { inherit (image) provider; };
in
{
  options.nixos.images.proxmox = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = lib.literalExpression ''
      {
        web = {
          node = "pve";
          image = ./nixos.img;
        };
      }
    '';
    description = "NixOS images on Proxmox VE, by name: `config.nixos.images.proxmox.<name>.id`.";
  };

  config = lib.mkIf (images != { }) (
    lib.mkMerge [
      (helpers.required "proxmox" "bpg/proxmox")
      {
        resource.proxmox_virtual_environment_file = lib.mapAttrs' (
          name: image: lib.nameValuePair (helpers.labelOf name) (file name image)
        ) images;
      }
    ]
  );
}
