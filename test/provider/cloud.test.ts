/** Where the objects live. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCloud } from '../../src/provider/cloud.js'
import { cloudFile } from '../../src/provider/cloud-file.js'
import { dynamic } from '../../src/provider/values/value.js'
import { scratch } from '../support/scratch.js'

const network = { type: 'aws_vpc', key: 'vpc-1', values: { id: 'vpc-1', name: 'a', big: 9007199254740993n } }

describe('a cloud', () => {
  it('has what was put there, by type and key', () => {
    const cloud = openCloud()
    cloud.put(network)
    expect(cloud.find('aws_vpc', 'vpc-1')).toEqual(network)
    expect(cloud.find('aws_subnet', 'vpc-1')).toBeUndefined()
    expect(cloud.list('aws_subnet')).toEqual([])
    expect(cloud.list()).toEqual([network])
  })

  it('can be changed behind the back of Terraform', () => {
    const cloud = openCloud()
    cloud.put(network)
    cloud.change('aws_vpc', 'vpc-1', { name: 'b' })
    expect(cloud.find('aws_vpc', 'vpc-1')!.values).toMatchObject({ id: 'vpc-1', name: 'b' })
    expect(() => cloud.change('aws_vpc', 'vpc-2', {})).toThrow(RangeError)
  })

  it('remembers what was removed, until it is put back', () => {
    const cloud = openCloud()
    expect(cloud.wasRemoved('aws_vpc', 'vpc-1')).toBe(false)
    cloud.remove('aws_vpc', 'vpc-1')
    expect(cloud.wasRemoved('aws_vpc', 'vpc-1')).toBe(true)
    cloud.put(network)
    expect(cloud.wasRemoved('aws_vpc', 'vpc-1')).toBe(false)
  })

  it('counts by name', () => {
    const cloud = openCloud()
    expect([cloud.count('a'), cloud.count('a'), cloud.count('b')]).toEqual([0, 1, 0])
  })
})

describe('the file of a cloud', () => {
  const file = () => join(scratch(), 'cloud.json')

  it('has it all for the next process, with every digit and every type', () => {
    const path = file()
    const first = openCloud(cloudFile(path))
    first.put({ ...network, values: { ...network.values, any: dynamic('number', 1) } })
    first.remove('aws_vpc', 'vpc-2')
    first.count('a')

    const second = openCloud(cloudFile(path))
    expect(second.find('aws_vpc', 'vpc-1')!.values).toEqual({
      id: 'vpc-1',
      name: 'a',
      big: '9007199254740993',
      any: { type: 'number', value: 1 },
    })
    expect(second.wasRemoved('aws_vpc', 'vpc-2')).toBe(true)
    expect(second.count('a')).toBe(1)
  })

  it('is for the eyes of its owner, and no half of it lies around', () => {
    const path = file()
    openCloud(cloudFile(path)).put(network)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(path, '..'))).toEqual(['cloud.json'])
  })

  it('has the same bytes for the same content', () => {
    const write = () => {
      const path = file()
      openCloud(cloudFile(path)).put(network)
      return readFileSync(path, 'utf8')
    }
    expect(write()).toBe(write())
  })

  it.each(['', '{}', '[]', 'null', '{"version":2,"objects":[],"removed":[],"counts":{}}'])(
    'is refused if it holds something else: %s',
    text => {
      const path = file()
      writeFileSync(path, text)
      expect(() => openCloud(cloudFile(path))).toThrow(`${path} is not the file of an offline cloud`)
      expect(readFileSync(path, 'utf8')).toBe(text)
    },
  )
})
