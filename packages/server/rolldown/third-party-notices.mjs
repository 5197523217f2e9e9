import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { packageOf, readManifest } from './find-package.mjs'

/** @type {(name: string) => boolean} */
export const isLicence = (name) => /^(licen[cs]e|copying|notice)/i.test(name)

/** @type {(folder: string) => string} */
function licenceOf(folder) {
  const files = readdirSync(folder).filter(isLicence)
  if (files.length === 0) return `Licence: ${readManifest(folder).license ?? 'unknown'}`
  return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')
}

/**
 * The licences of the packages that modules come from, each text once.
 * @type {(modules: readonly string[]) => string}
 */
function noticesOf(modules) {
  const installed = modules.filter((id) => id.includes(`${sep}node_modules${sep}`))
  const folders = new Set(installed.map(packageOf).filter((folder) => folder !== undefined))
  /** @type {Map<string, string[]>} */
  const packages = new Map()
  for (const folder of folders) {
    const { name, version } = readManifest(folder)
    packages.set(licenceOf(folder), [...(packages.get(licenceOf(folder)) ?? []), `${name} ${version}`])
  }
  return [...packages].map(([text, names]) => `${names.sort().join(', ')}\n\n${text}`).join('\n\n---\n\n')
}

/**
 * A plugin of rolldown that ends each file with the licences of the packages inside, which ask for it: whoever copies the
 * file passes them on.
 * @type {typeof import('./index.mjs').thirdPartyNotices}
 */
export function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue
        const notices = noticesOf(Object.keys(output.modules))
        if (notices !== '') output.code += `\n/*! Third-party notices\n\n${notices.replaceAll('*/', '* /')}\n*/\n`
      }
    },
  }
}
