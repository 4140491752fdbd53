/** TOML as `builtins.fromTOML` reads it: integers and floats stay apart, dates and times are refused. */
import { parse, TomlDate, TomlError, type TomlValue } from 'smol-toml'
import { failure } from '../../../contracts/diagnostic.js'
import { fromBytes, toBytes } from '../../syntax/bytes.js'
import { type DataBuilder, integerOf, nullByteMessage } from './data-builder.js'

/** Reads a document. Throws `while parsing TOML: …` where it is wrong or holds what Nix has no value for. */
export const readToml = <Value>(bytes: string, make: DataBuilder<Value>): Value => {
  const table = parseTable(bytes)

  const value = (item: TomlValue): Value => {
    if (typeof item === 'string') return make.string(string(item))
    if (typeof item === 'boolean') return make.bool(item)
    if (typeof item === 'number') return make.float(item)
    if (typeof item === 'bigint') return make.int(integer(item))
    if (item instanceof TomlDate) throw invalid('Dates and times are not supported')
    if (Array.isArray(item)) return make.list(item.map(value))
    return make.set(new Map(Object.entries(item).map(([name, member]) => [string(name), value(member)])))
  }
  return value(table)
}

const parseTable = (bytes: string) => {
  try {
    return parse(fromBytes(bytes), { integersAsBigInt: true })
  } catch (error) {
    // Its first line says what is wrong; the rest draws the place.
    if (error instanceof TomlError) throw invalid(error.message.split('\n', 1)[0]!)
    throw error
  }
}

const integer = (value: bigint): number | bigint => {
  const fitting = integerOf(value)
  if (fitting === undefined)
    throw invalid('[error] toml::parse_dec_integer: too large integer: current max digits = 2^63')
  return fitting
}

const string = (text: string): string => {
  const bytes = toBytes(text)
  if (bytes.includes('\0')) throw invalid(`error: ${nullByteMessage(bytes)}`)
  return bytes
}

const invalid = (message: string) => failure('nix-evaluation', `while parsing TOML: ${message}`)
