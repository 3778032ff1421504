import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { dataFolderOf } from '../../cli/data-folder.ts'
import { aboutEvent, eventLine } from '../../cli/history.ts'
import { duration } from '../../cli/moment.ts'
import { machineNameOf, machineInArn, nameInArn } from '../../cli/names.ts'
import { styledStatus, styleFor } from '../../cli/style.ts'
import { cut, sheet, table } from '../../cli/table.ts'
import { defaultDataFolder } from '../../engine/options.ts'

describe('the name of a state machine', () => {
  it.each([
    ['flows/nightly.asl.json', 'nightly'],
    ['nightly.json', 'nightly'],
    ['examples/model-approval/workflow.asl.json', 'model-approval'],
    ['my flow (2).asl.json', 'my-flow-2-'],
    ['/etl/definition.json', 'etl']
  ])('for the file %s is %s', (file, name) => {
    expect(machineNameOf(file)).toBe(name)
  })

  it('is read from ARNs', () => {
    expect(machineInArn('arn:aws:states:us-east-1:000000000000:execution:m:e')).toBe('m')
    expect(nameInArn('arn:aws:states:us-east-1:000000000000:execution:m:e')).toBe('e')
  })
})

describe('the data folder', () => {
  it.each(['linux', 'darwin', 'win32'])('is where the engine keeps it, on %s', (platform) => {
    for (const environment of [
      {},
      { XDG_DATA_HOME: '/x' },
      { LOCALAPPDATA: '/l' },
      { SIGNALBOX_DATA: '/d' }
    ]) {
      expect(dataFolderOf(undefined, environment, platform)).toBe(
        defaultDataFolder(platform, environment)
      )
    }
  })

  it('is what --data says before all else', () => {
    expect(dataFolderOf('/here', { SIGNALBOX_DATA: '/there' })).toBe('/here')
  })
})

describe('tables', () => {
  it('align columns whatever their colours and cut the last one', () => {
    const style = styleFor(true, {})
    const text = table(
      ['A', 'STATUS', 'TEXT'],
      [['long name', styledStatus(style, 'FAILED'), 'x'.repeat(90)]],
      50
    )
    const plain = stripVTControlCharacters(text)
    expect(plain.split('\n')).toEqual([
      'A          STATUS  TEXT',
      `long name  FAILED  ${'x'.repeat(30)}…`,
      ''
    ])
  })

  it('count characters, not bytes', () => {
    expect(cut('äöü😀x', 5)).toBe('äöü😀x')
    expect(cut('äöü😀xy', 5)).toBe('äöü😀…')
    expect(
      sheet([
        ['Name', 'a'],
        ['Id', 'b']
      ])
    ).toBe('Name  a\nId    b\n')
  })
})

describe('colours', () => {
  it('are for terminals that want them', () => {
    expect(styledStatus(styleFor(true, {}), 'FAILED')).toContain('\u001b[31m')
    expect(styledStatus(styleFor(false, {}), 'FAILED')).toBe('FAILED')
    expect(styledStatus(styleFor(true, { NO_COLOR: '1' }), 'FAILED')).toBe('FAILED')
    expect(styledStatus(styleFor(true, { TERM: 'dumb' }), 'FAILED')).toBe('FAILED')
  })
})

describe('durations', () => {
  it.each([
    [0.25, '250 ms'],
    [12.34, '12.3 s'],
    [250, '4 min 10 s'],
    [10_920, '3 h 2 min'],
    [190_800, '2 d 5 h']
  ])('of %f s read %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text)
  })
})

describe('history events', () => {
  it('are told by state, resource, error and cause in one line', () => {
    const event = {
      id: 5,
      previousEventId: 4,
      timestamp: 0,
      type: 'TaskFailed',
      taskFailedEventDetails: {
        resourceType: 'shell',
        resource: 'run',
        error: 'Shell.ExitCode.2',
        cause: 'no\nfile'
      }
    }
    expect(aboutEvent(event)).toBe('shell:run  Shell.ExitCode.2  no file')
    expect(eventLine(event, (_colour, text) => text)).toMatch(
      /^\d\d:\d\d:\d\d {2}TaskFailed {18}shell:run/
    )
  })
})
