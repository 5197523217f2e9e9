import type { template } from 'glass-easel'
import { callWithPlainEvent } from './event'

type Templates = template.ProcGenGroupList
type Content = (name: string) => ReturnType<Templates[string]> | undefined

/** The compiled templates of all components, by path. */
export interface TemplateStore {
  find: (path: string) => template.ComponentTemplate | undefined
}

export function createTemplateStore(source: string): TemplateStore {
  const groupList = (0, globalThis.eval)(`(${source})`) as Templates
  return {
    find(path) {
      const group = groupList[path]
      if (group === undefined) return undefined
      // the type knows no missing sub-template; the engine asks for one and expects undefined
      const content = withPlainEvents(group) as (name: string) => ReturnType<Templates[string]>
      return { groupList, content, fallbackListenerOnNativeNode: true }
    },
  }
}

function withPlainEvents(group: Content): Content {
  return (name) => {
    const generate = group(name)
    if (generate === undefined) return undefined
    return (wrapper, isCreation, data, updates) => {
      wrapper.setEventListenerWrapper(callWithPlainEvent)
      return generate(wrapper, isCreation, data, updates)
    }
  }
}
