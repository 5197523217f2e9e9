import { join } from 'node:path'
import { LAYERS, type Layer, type TemplateFile } from '../src/template'
import { readMiniProgram, readRootFile, readServer } from './app-sources'
import { createAppManifest, fillInVersions } from './manifests'
import { readTree } from './read-tree'

function toLayer(name: string): Layer {
  const layer = LAYERS.find((each) => each === name)
  if (layer === undefined) throw new Error(`template/${name} is no layer`)
  return layer
}

/** Reads the files that only a project has. */
function readOwnFiles(root: string): TemplateFile[] {
  const files = [...readTree(join(root, 'packages/create-uni-phone/template'))]
  return files.map(([path, text]) => {
    const [layer = '', ...rest] = path.split('/')
    // with its own name git would obey the file in this repository
    const own = rest.join('/').replace(/^_(gitignore|env)$/, '.$1')
    return { path: own, text: own === 'package.json' ? fillInVersions(root, text) : text, layer: toLayer(layer) }
  })
}

/**
 * Returns the template of a project: the sources of `apps`, as they are in this repository, and above them the files in
 * `template/`, which only a project has. There is no second copy of the app to keep up to date.
 */
export function collectTemplate(root: string): TemplateFile[] {
  const inLayer = (layer: Layer, files: readonly (readonly [path: string, text: string])[]): TemplateFile[] =>
    files.map(([path, text]) => ({ path, text, layer }))
  return [
    ...inLayer('all', [
      ...readServer(root),
      ['apps/server/package.json', createAppManifest(root, 'apps/server')],
      readRootFile(root, '.env.example'),
      readRootFile(root, 'tsconfig.base.json'),
    ]),
    ...inLayer('miniprogram', [
      ...readMiniProgram(root),
      ['apps/miniprogram/package.json', createAppManifest(root, 'apps/miniprogram')],
    ]),
    ...readOwnFiles(root),
  ]
}
