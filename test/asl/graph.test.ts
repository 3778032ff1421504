import { describe, expect, it } from 'vitest'
import { choiceLabel } from '../../asl/choice-label.ts'
import type { Definition } from '../../asl/definition.ts'
import { graphOf } from '../../asl/graph.ts'
import type { JsonObject } from '../../asl/json.ts'

const edgesOf = (definition: Definition): string[] =>
  graphOf(definition).edges.map(({ id, label }) => (label === undefined ? id : `${id} (${label})`))

describe('the graph', () => {
  const definition: Definition = {
    StartAt: 'Train',
    States: {
      Train: {
        Type: 'Task',
        Resource: 'plugin:shell:run',
        Catch: [
          { ErrorEquals: ['Shell.ExitCode', 'States.Timeout'], Next: 'Sorry' },
          { ErrorEquals: ['States.ALL'], Next: 'Sorry' }
        ],
        Next: 'Good?'
      },
      'Good?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$.accuracy', NumericGreaterThanEqualsPath: '$.threshold', Next: 'Fan' }
        ],
        Default: 'Sorry'
      },
      Sorry: { Type: 'Fail' },
      Fan: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'a/b', States: { 'a/b': { Type: 'Succeed' } } },
          {
            StartAt: 'Each',
            States: {
              Each: {
                Type: 'Map',
                ItemProcessor: {
                  StartAt: 'Resize',
                  States: { Resize: { Type: 'Pass', End: true } }
                },
                End: true
              }
            }
          }
        ],
        End: true
      }
    }
  }

  it('has an edge for each transition, labelled by rule or error', () => {
    expect(edgesOf(definition).filter((edge) => !edge.startsWith('Fan/'))).toEqual([
      '@start>Train',
      'Train>Good?',
      'Train>Sorry#catch (Shell.ExitCode, States.Timeout)',
      'Train>Sorry#catch2 (any error)',
      'Good?>Fan#choice ($.accuracy ≥ $.threshold)',
      'Good?>Sorry#default (otherwise)',
      'Sorry>@end',
      'Fan>@end'
    ])
  })

  it('nests branches and processors in groups, parents first, each block with its own start and end', () => {
    const { nodes, edges } = graphOf(definition)
    expect(
      nodes
        .filter(({ parentId }) => parentId !== undefined)
        .map(({ id, kind, parentId }) => `${kind} ${id} in ${parentId ?? ''}`)
    ).toEqual([
      'group Fan/0 in Fan',
      'start Fan/0/@start in Fan/0',
      'state Fan/0/a~1b in Fan/0',
      'end Fan/0/@end in Fan/0',
      'group Fan/1 in Fan',
      'start Fan/1/@start in Fan/1',
      'state Fan/1/Each in Fan/1',
      'group Fan/1/Each/0 in Fan/1/Each',
      'start Fan/1/Each/0/@start in Fan/1/Each/0',
      'state Fan/1/Each/0/Resize in Fan/1/Each/0',
      'end Fan/1/Each/0/@end in Fan/1/Each/0',
      'end Fan/1/@end in Fan/1'
    ])
    const ids = new Set(nodes.map((node) => node.id))
    expect(ids.size).toBe(nodes.length)
    expect(new Set(edges.map((edge) => edge.id)).size).toBe(edges.length)
    for (const { from, to } of edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true])
  })

  it('says of states what they are', () => {
    expect(graphOf(definition).nodes.find((node) => node.id === 'Train')).toEqual({
      id: 'Train',
      kind: 'state',
      stateName: 'Train',
      type: 'Task',
      label: 'Train',
      isStart: true,
      isEnd: false,
      resource: 'plugin:shell:run'
    })
  })
})

describe('the label of a choice rule', () => {
  it.each<[string, JsonObject]>([
    ['$.a = "x"', { Variable: '$.a', StringEquals: 'x' }],
    ['$.a < 3', { Variable: '$.a', NumericLessThan: 3 }],
    ['$.a ≤ $.b', { Variable: '$.a', TimestampLessThanEqualsPath: '$.b' }],
    ['$.a ~ "*.csv"', { Variable: '$.a', StringMatches: '*.csv' }],
    ['$.a is absent', { Variable: '$.a', IsPresent: false }],
    ['not ($.a = true)', { Not: { Variable: '$.a', BooleanEquals: true } }],
    [
      '$.a is null and ($.b = 1 or $.c = 2)',
      {
        And: [
          { Variable: '$.a', IsNull: true },
          {
            Or: [
              { Variable: '$.b', NumericEquals: 1 },
              { Variable: '$.c', NumericEquals: 2 }
            ]
          }
        ]
      }
    ],
    ['$states.input.a > 1', { Condition: '{% $states.input.a > 1 %}' }]
  ])('reads %s', (label, rule) => {
    expect(choiceLabel(rule)).toBe(label)
  })
})
