# What a value is, for people.
value:
{
  bool = "a Boolean";
  float = "a number";
  int = "a number";
  lambda = "a function";
  list = "a list";
  null = "null";
  path = "a path";
  set = "a set";
  string = "a string";
}
.${builtins.typeOf value} or "a ${builtins.typeOf value}"
