/** `pnpm release:dry`: everything of a release but the upload. Publishes to a registry on this computer and installs from it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { gunzipSync } from 'node:zlib'
import { downloadPackage, PUBLISHED, startRegistry } from '@uni-phone/test-support/packages'
import { hasVersion } from './changelog'

interface Published {
  readonly versions: Readonly<Record<string, object>>
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const inKilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KB`.padStart(9)
const problems: string[] = []

await using registry = await startRegistry()
await registry.publish()

process.stdout.write(`${'package'.padEnd(34)}${'packed'.padStart(9)}${'unpacked'.padStart(9)}\n`)
for (const name of PUBLISHED) {
  const { versions } = (await (await fetch(registry.url + name)).json()) as Published
  if (versions[version] === undefined) problems.push(`${name} is not at ${version}, the version of the others`)
  const tarball = await downloadPackage(registry.url, name)
  const [packed, unpacked] = [tarball, gunzipSync(tarball)].map(({ byteLength }) => inKilobytes(byteLength))
  process.stdout.write(`${name.padEnd(34)}${packed ?? ''}${unpacked ?? ''}\n`)
}

const folder = mkdtempSync(join(tmpdir(), 'uni-phone-release-'))
writeFileSync(join(folder, 'package.json'), '{"private":true}')
execFileSync('npm', ['install', ...PUBLISHED.map((name) => `${name}@${version}`), '--ignore-scripts'], {
  cwd: folder,
  env: registry.env,
  stdio: 'inherit',
})
rmSync(folder, { recursive: true })

if (!hasVersion(readFileSync('CHANGELOG.md', 'utf8'), version))
  problems.push(
    `CHANGELOG.md has no [${version}]: run \`pnpm release:version\`, or rename [Unreleased] for the first release`,
  )
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(problems.length === 0 ? `${version} can be released. Nothing was uploaded.\n` : '')
process.exitCode = problems.length === 0 ? 0 : 1
