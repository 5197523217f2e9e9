import { expect, test } from 'vitest'
import { hasVersion, releaseChanges } from '../../scripts/release/changelog'

const CHANGELOG = `# Changelog

## [Unreleased]

### Added

- A button.

## [0.1.0] - 2026-11-01

The first.
`

test('a release moves what is unreleased under its version, with the lines of its changes, and keeps the history', () => {
  const released = releaseChanges(CHANGELOG, '0.2.0', '2026-12-01', ['A door.', 'A window\nwith glass.'])
  expect(released).toBe(`# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- A button.

- A door.
- A window
  with glass.

## [0.1.0] - 2026-11-01

The first.
`)
  expect([hasVersion(CHANGELOG, '0.2.0'), hasVersion(released, '0.2.0')]).toEqual([false, true])
})

test('a release of nothing is refused', () => {
  const released = releaseChanges(CHANGELOG, '0.2.0', '2026-12-01', [])
  expect(() => releaseChanges(released, '0.3.0', '2026-12-02', [])).toThrow('nothing has changed')
})
