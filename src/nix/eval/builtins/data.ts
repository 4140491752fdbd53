/** JSON, TOML and XML. */
import { attrsFromMap } from '../attrs.js'
import { expectPlain, expectText } from '../expect.js'
import { withFrame } from '../failure.js'
import { force } from '../force.js'
import type { Session } from '../session.js'
import { ContextSet } from '../strings.js'
import type { DataBuilder } from '../text/data-builder.js'
import { readJson } from '../text/json-read.js'
import { readToml } from '../text/toml.js'
import { toJson } from '../to-json.js'
import { toXml } from '../to-xml.js'
import { NixFloat, type Value } from '../values.js'
import type { BuiltinTable } from './table.js'

const builder: DataBuilder<Value> = {
  null: () => null,
  bool: value => value,
  int: value => value,
  float: value => new NixFloat(value),
  string: value => value,
  list: items => items,
  set: members => attrsFromMap(members),
}

export const dataBuiltins = (session: Session): BuiltinTable => ({
  toJSON: [
    1,
    value => {
      const context = new ContextSet()
      return context.attach(toJson(session, value, context))
    },
  ],
  fromJSON: [
    1,
    text => {
      const json = expectPlain(text)
      try {
        return readJson(json, builder)
      } catch (error) {
        throw withFrame(error, 'while decoding a JSON string', null)
      }
    },
  ],
  fromTOML: [1, text => readToml(expectText(text), builder)],
  toXML: [
    1,
    value => {
      const context = new ContextSet()
      return context.attach(toXml(force(value), context))
    },
  ],
})
