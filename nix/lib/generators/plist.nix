# Apple's property lists.
{ lib }:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    filter
    isAttrs
    isBool
    isFloat
    isInt
    isList
    isPath
    isString
    typeOf
    ;
  inherit (lib.trivial) oldestSupportedReleaseIsAtLeast warnIf;
in
{
  # A property list in XML.
  toPlist =
    {
      escape ? false,
    }:
    root:
    let
      text = if escape then lib.strings.escapeXML else value: value;
      element = tag: content: "<${tag}>${content}</${tag}>";
      block = tag: indent: lines: [ "${indent}<${tag}>" ] ++ lines ++ [ "${indent}</${tag}>" ];

      # Null has no form in a property list; `_module` is what an evaluated submodule has besides its options.
      members =
        indent: set:
        concatMap (name: [ "${indent}${element "key" (text name)}" ] ++ show indent set.${name}) (
          filter (name: name != "_module" && set.${name} != null) (attrNames set)
        );

      show =
        indent: value:
        if value == null then
          [ "" ]
        else if isBool value then
          [ "${indent}${if value then "<true/>" else "<false/>"}" ]
        else if isInt value then
          [ "${indent}${element "integer" (toString value)}" ]
        else if isString value || isPath value then
          [ "${indent}${element "string" (text (toString value))}" ]
        else if isFloat value then
          [ "${indent}${element "real" (toString value)}" ]
        else if isList value then
          # An empty list keeps an empty line between its tags.
          block "array" indent (if value == [ ] then [ "" ] else concatMap (show "${indent}\t") value)
        else if isAttrs value then
          let
            lines = members "${indent}\t" value;
          in
          block "dict" indent (if lines == [ ] then [ "" ] else lines)
        else
          abort "generators.toPlist: ${typeOf value} is not supported";
    in
    warnIf (!escape && oldestSupportedReleaseIsAtLeast 2505)
      "Using `lib.generators.toPlist` without `escape = true` is deprecated"
      ''
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        ${concatStringsSep "\n" (show "" root)}
        </plist>'';
}
