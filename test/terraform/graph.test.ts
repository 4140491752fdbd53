import { describe, expect, it } from 'vitest'
import type { TerraformDocument } from '../../src/terraform/document/shape.js'
import { around, graphOf } from '../../src/terraform/graph/graph.js'
import { layOut } from '../../src/terraform/graph/layout.js'
import { renderSvg } from '../../src/terraform/graph/svg.js'
import { renderDot, renderMermaid } from '../../src/terraform/graph/text-formats.js'

const document: TerraformDocument = {
  locals: { name: '${aws_vpc.main.id}', twice: '${local.name}-${local.name}' },
  data: { aws_ami: { nixos: { owners: ['self'] } } },
  resource: {
    aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
    aws_subnet: { web: { vpc_id: '${aws_vpc.main.id}' } },
    aws_instance: {
      web: {
        ami: '${data.aws_ami.nixos.id}',
        subnet_id: '${aws_subnet.web.id}',
        tags: { Name: '${local.twice}' },
        depends_on: ['module.net'],
      },
    },
  },
  module: { net: { source: './net', vpc: '${aws_vpc.main.id}' } },
  output: { address: { value: '${aws_instance.web.public_ip}' } },
}

describe('the graph of a document', () => {
  it('has what refers to what, through locals too', () => {
    const { nodes, edges } = graphOf(document)
    expect(nodes.map(({ name }) => name)).toEqual([
      'aws_instance.web',
      'aws_subnet.web',
      'aws_vpc.main',
      'data.aws_ami.nixos',
      'module.net',
      'output.address',
    ])
    expect(edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'aws_instance.web > aws_subnet.web',
      'aws_instance.web > aws_vpc.main',
      'aws_instance.web > data.aws_ami.nixos',
      'aws_instance.web > module.net',
      'aws_subnet.web > aws_vpc.main',
      'module.net > aws_vpc.main',
      'output.address > aws_instance.web',
    ])
  })

  it('can be that of one thing', () => {
    expect(around(graphOf(document), 'aws_subnet.web').nodes.map(({ name }) => name)).toEqual([
      'aws_instance.web',
      'aws_subnet.web',
      'aws_vpc.main',
      'output.address',
    ])
  })

  it('is written for Graphviz and Mermaid, and drawn', () => {
    const graph = graphOf(document)
    expect(renderDot(graph)).toMatchSnapshot('dot')
    expect(renderMermaid(graph)).toMatchSnapshot('mermaid')
    expect(renderSvg(graph)).toMatchSnapshot('svg')
    expect(renderSvg({ nodes: [], edges: [] })).toContain('</svg>')
  })
})

it('what is needed stands to the right, and nothing on top of another', () => {
  const { boxes, lines } = layOut(graphOf(document))
  const at = (name: string) => boxes.find(({ node }) => node.name === name)!
  for (const { from, to } of graphOf(document).edges)
    expect(at(from).x + at(from).width).toBeLessThan(at(to).x)
  for (const a of boxes)
    for (const b of boxes) expect(a === b || a.x !== b.x || Math.abs(a.y - b.y) >= a.height).toBe(true)
  expect(lines).toHaveLength(7)
})

it('a circle, which Terraform refuses, is drawn all the same', () => {
  const circle = {
    nodes: [
      { name: 'a.a', kind: 'resource' },
      { name: 'b.b', kind: 'resource' },
    ],
    edges: [
      { from: 'a.a', to: 'b.b' },
      { from: 'b.b', to: 'a.a' },
    ],
  } as const
  expect(layOut(circle).boxes).toHaveLength(2)
})
