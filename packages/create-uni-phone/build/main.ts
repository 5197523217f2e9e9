/** Writes the template beside the bundle. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { collectTemplate } from './collect-template'

const template = collectTemplate(fileURLToPath(new URL('../../..', import.meta.url)))
writeFileSync(new URL('../dist/template.json', import.meta.url), JSON.stringify(template))
