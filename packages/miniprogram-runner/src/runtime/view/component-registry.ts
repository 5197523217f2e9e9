import type { CodeSpace } from 'glass-easel-miniprogram-adapter'
import { findModule, withoutExtension, type CompiledMiniProgram, type ComponentConfig } from '../../format/index'
import type { TemplateStore } from './templates'

export type LoadScript = (file: string) => unknown

interface ComponentOptions {
  readonly options?: { readonly styleIsolation?: string; readonly addGlobalClass?: boolean }
  readonly behaviors?: readonly unknown[]
}

type Definition = ComponentOptions & Record<string, unknown>
type Export = (this: unknown) => unknown

/** The part of the adapter's builder that is used here. Its own types depend on each field of the definition. */
interface ComponentBuilder {
  readonly definition: (definition: Definition) => ComponentBuilder
  readonly pageDefinition: (definition: Definition) => ComponentBuilder
  readonly export: (result: Export) => ComponentBuilder
  readonly register: () => unknown
}

/** Runs the file of a page or component when it is first needed, and registers its definition. */
interface ComponentRegistry {
  readonly define: (path: string, load: LoadScript) => void
  /** `Component`, `Page` and `Behavior` of the modules. */
  readonly globals: Record<'Component' | 'Page' | 'Behavior', (definition: Definition) => unknown>
}

interface ComponentRegistryDeps {
  readonly program: CompiledMiniProgram
  readonly space: CodeSpace
  readonly templates: TemplateStore
  readonly reportError: (error: unknown) => void
}

export function createComponentRegistry(deps: ComponentRegistryDeps): ComponentRegistry {
  const { program, space, templates, reportError } = deps
  const builtInBehaviors = createBuiltInBehaviors(space)
  const defined = new Set<string>()
  let current: string | undefined

  function define(path: string, load: LoadScript): void {
    const file = findModule(program.scripts, '', path)
    if (defined.has(path) || file === undefined) return
    defined.add(path)
    for (const component of Object.values(usedComponents(program, path))) defineComponent(component.slice(1), load)
    const outer = current
    current = withoutExtension(file)
    try {
      load(file)
    } finally {
      current = outer
    }
  }

  // WeChat draws a component whose script throws as an empty one
  function defineComponent(path: string, load: LoadScript): void {
    try {
      define(path, load)
    } catch (error) {
      reportError(error)
    }
  }

  function withBehaviors(definition: Definition): Definition {
    const behaviors = (definition.behaviors ?? []).flatMap((behavior) => {
      if (typeof behavior !== 'string') return [behavior]
      if (builtInBehaviors.has(behavior)) return [builtInBehaviors.get(behavior)]
      reportError(`${current ?? 'Behavior()'}: the behavior ${behavior} is not supported`)
      return []
    })
    return { ...definition, behaviors }
  }

  function prepare(definition: Definition): ComponentBuilder {
    if (current === undefined)
      throw new Error('Component() or Page() was called outside of the file of a component or page')
    space.addComponentStaticConfig(current, staticConfig(program, current, definition))
    const template = templates.find(current)
    if (template !== undefined) space.addCompiledTemplate(current, template)
    const builder = space.component(current) as ComponentBuilder
    const isExporting = definition.behaviors?.includes(COMPONENT_EXPORT) === true
    return isExporting ? builder.export(definition['export'] as Export) : builder
  }

  const globals = {
    Component: (definition: Definition) => prepare(definition).definition(withBehaviors(definition)).register(),
    Page: (definition: Definition) => prepare(definition).pageDefinition(withBehaviors(definition)).register(),
    Behavior: (definition: Definition) =>
      space
        .behavior()
        .definition(withBehaviors(definition) as object)
        .register(),
  }
  return { define, globals }
}

const COMPONENT_EXPORT = 'wx://component-export'

/** @see https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html */
function createBuiltInBehaviors(space: CodeSpace): ReadonlyMap<string, unknown> {
  const define = (properties: Record<string, StringConstructor | null> = {}): unknown =>
    space.behavior().definition({ properties }).register()
  return new Map([
    ['wx://form-field', define({ name: String, value: null })],
    ['wx://form-field-group', define()],
    ['wx://form-field-button', define()],
    [COMPONENT_EXPORT, define()],
  ])
}

/** Returns the components that a template may use: paths from the package's root, by tag. */
function usedComponents({ app, configs, scripts }: CompiledMiniProgram, path: string): Record<string, string> {
  const used = [
    ...Object.entries(app.usingComponents ?? {}).map(([tag, target]) => [tag, target, 'app'] as const),
    ...Object.entries(configs[path]?.usingComponents ?? {}).map(([tag, target]) => [tag, target, path] as const),
  ]
  return Object.fromEntries(
    used.flatMap(([tag, target, from]) => {
      const file = findModule(scripts, from, target)
      return file === undefined ? [] : [[tag, `/${withoutExtension(file)}`]]
    }),
  )
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
