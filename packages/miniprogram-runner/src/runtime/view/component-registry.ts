import type { CodeSpace } from 'glass-easel-miniprogram-adapter'
import {
  findScript,
  resolvePackagePath,
  withoutExtension,
  type CompiledMiniProgram,
  type ComponentConfig,
} from '../../format/index'
import type { TemplateStore } from './templates'

export type LoadScript = (file: string) => unknown

export interface ComponentOptions {
  readonly options?: { readonly styleIsolation?: string; readonly addGlobalClass?: boolean }
}

type Definition = ComponentOptions & Record<string, unknown>

/** The part of the adapter's builder that is used here. Its own types depend on each field of the definition. */
interface ComponentBuilder {
  readonly definition: (definition: Definition) => ComponentBuilder
  readonly pageDefinition: (definition: Definition) => ComponentBuilder
  readonly register: () => unknown
}

/** Runs the file of a page or component when it is first needed, and registers its definition. */
export interface ComponentRegistry {
  readonly define: (path: string, load: LoadScript) => void
  /** `Component`, `Page` and `Behavior` of the modules. */
  readonly globals: Record<'Component' | 'Page' | 'Behavior', (definition: Definition) => unknown>
}

export interface ComponentRegistryOptions {
  readonly program: CompiledMiniProgram
  readonly space: CodeSpace
  readonly templates: TemplateStore
}

export function createComponentRegistry({ program, space, templates }: ComponentRegistryOptions): ComponentRegistry {
  const defined = new Set<string>()
  let current: string | undefined

  function define(path: string, load: LoadScript): void {
    const file = findScript(program.scripts, path)
    if (defined.has(path) || file === undefined) return
    defined.add(path)
    for (const component of Object.values(usedComponents(program, path))) define(component.slice(1), load)
    const outer = current
    current = withoutExtension(file)
    try {
      load(file)
    } finally {
      current = outer
    }
  }

  function prepare(definition: Definition): ComponentBuilder {
    if (current === undefined)
      throw new Error('Component() or Page() was called outside of the file of a component or page')
    space.addComponentStaticConfig(current, staticConfig(program, current, definition))
    const template = templates.find(current)
    if (template !== undefined) space.addCompiledTemplate(current, template)
    return space.component(current) as ComponentBuilder
  }

  const globals = {
    Component: (definition: Definition) => prepare(definition).definition(definition).register(),
    Page: (definition: Definition) => prepare(definition).pageDefinition(definition).register(),
    Behavior: (definition: Definition) => space.behavior().definition(definition).register(),
  }
  return { define, globals }
}

/** Returns the components that a template may use: paths from the package's root, by tag. */
function usedComponents({ app, configs, scripts }: CompiledMiniProgram, path: string): Record<string, string> {
  const used = [
    ...Object.entries(app.usingComponents ?? {}).map(([tag, target]) => [tag, target, 'app'] as const),
    ...Object.entries(configs[path]?.usingComponents ?? {}).map(([tag, target]) => [tag, target, path] as const),
  ]
  return Object.fromEntries(
    used.map(([tag, target, from]) => [tag, `/${componentPath(scripts, resolvePackagePath(from, target))}`]),
  )
}

function componentPath(scripts: Record<string, string>, path: string): string {
  const file = findScript(scripts, path)
  return file === undefined ? path : withoutExtension(file)
}

// glass-easel reads these two only from the JSON; uni-app writes them into the definition
function staticConfig(program: CompiledMiniProgram, path: string, { options = {} }: ComponentOptions): object {
  const config: ComponentConfig = program.configs[path] ?? {}
  const styleIsolation = config.styleIsolation ?? options.styleIsolation
  return {
    ...config,
    usingComponents: usedComponents(program, path),
    ...(styleIsolation === undefined ? {} : { styleIsolation }),
    ...(options.addGlobalClass === true ? { addGlobalClass: true } : {}),
  }
}
