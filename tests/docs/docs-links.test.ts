import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { anchorsOf, linksOf, PAGES } from './doc-pages'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A page of GitHub's, not of the repository. */
const OF_GITHUB = 'security/advisories/new'

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const broken = linksOf(page).filter(({ path, anchor }) => {
    if (path === OF_GITHUB) return false
    return !existsSync(root + path) || (anchor !== '' && !anchorsOf(path).includes(anchor))
  })
  expect(broken).toEqual([])
})
