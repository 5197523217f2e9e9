import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FULL } from '@uni-phone/test-support/services'
import { packPackage, PUBLISHED } from '@uni-phone/test-support/packages'

const folder = mkdtempSync(join(tmpdir(), 'uni-phone-packed-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** These are packages of ES modules: what `require` and the resolution of before Node 16 make of them does not count. */
const NOT_MEANT = ['node10', 'node16-cjs']

const counts = (problem: Problem) => !('resolutionKind' in problem && NOT_MEANT.includes(problem.resolutionKind))

interface Manifest {
  readonly exports: { readonly '.': { readonly default: string } }
}

describe.skipIf(!FULL).each(PUBLISHED)('%s', (name) => {
  let tarball: Uint8Array<ArrayBuffer>

  beforeAll(async () => {
    tarball = new Uint8Array(readFileSync(await packPackage(name, folder)))
  })

  test('the package passes publint', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  test('its types are right for Node and for bundlers', async () => {
    const result = await checkPackage(createPackageFromTarballData(tarball), {
      excludeEntrypoints: [/\.(vue|css)$/],
    })
    expect(result).toMatchObject({ types: { kind: 'included' } })
    expect('problems' in result ? result.problems.filter(counts) : []).toEqual([])
  })

  test('it holds what is built, its licence and its readme, and no source', () => {
    const packed = createPackageFromTarballData(tarball)
    const folder = `/node_modules/${packed.packageName}/`
    const { exports } = JSON.parse(packed.readFile(`${folder}package.json`)) as Manifest
    const files = packed.listFiles().map((file) => file.replace(folder, './'))
    const wanted = ['./LICENSE', './README.md', './package.json', exports['.'].default]
    expect(files).toEqual(expect.arrayContaining(wanted))
    expect(files.filter((file) => /^\.\/(src|test|bench)\//.test(file))).toEqual([])
  })
})
