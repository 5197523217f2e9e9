/** `pnpm release:version`: raises the one version of all packages, and writes the waiting changes into CHANGELOG.md. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import getReleasePlan from '@changesets/get-release-plan'
import { releaseChanges } from './changelog'

const { changesets, releases } = await getReleasePlan(process.cwd())
const version = releases[0]?.newVersion

if (version === undefined) {
  process.stderr.write('没有待发布的改动：先运行 pnpm changeset。\nNo change is waiting: run `pnpm changeset` first.\n')
  process.exitCode = 1
} else {
  const lines = changesets.map(({ summary }) => summary)
  const day = new Date().toISOString().slice(0, 10)
  writeFileSync('CHANGELOG.md', releaseChanges(readFileSync('CHANGELOG.md', 'utf8'), version, day, lines))
  execFileSync('pnpm', ['exec', 'changeset', 'version'], { stdio: 'inherit' })
  execFileSync('npm', ['pkg', 'set', `version=${version}`], { stdio: 'inherit' })
  process.stdout.write(`${version}\n`)
}
