import { withCommonProperties } from './attributes'
import { domOf, instanceOf, type BuiltInDefinition, type BuiltInInstance } from './definition'

type Tag = 'checkbox' | 'radio' | 'switch'

/** `<checkbox>`, `<radio>` and `<switch>`: a tap changes them, and they or their group say so. */
export function createToggle(tag: Tag): BuiltInDefinition {
  return withCommonProperties(
    {
      properties: { value: String, checked: Boolean, disabled: Boolean, color: String, name: String, type: String },
      observers: {
        checked(this: BuiltInInstance, checked: boolean) {
          mark(this, tag, checked)
        },
      },
      lifetimes: {
        created() {
          this._$.addListener('tap', () => {
            if (this.data['disabled'] !== true) toggle(this, tag)
          })
        },
        attached() {
          const box = document.createElement('div')
          box.className = `wx-${tag}-input`
          domOf(this).prepend(box)
          mark(this, tag, this.data['checked'] === true)
        },
      },
    },
    ['disabled'],
  )
}

export function createToggleGroup(): BuiltInDefinition {
  return withCommonProperties({ properties: { name: String } })
}

function mark(component: BuiltInInstance, tag: Tag, checked: boolean): void {
  const box = (component._$.$$ as HTMLElement | null)?.firstElementChild
  if (box === undefined || box === null) return
  box.classList.toggle(`wx-${tag}-input-checked`, checked)
  if (tag !== 'switch') box.textContent = checked ? '✓' : ''
}

function toggle(component: BuiltInInstance, tag: Tag): void {
  if (tag === 'radio') chooseRadio(component)
  else component.setData({ checked: component.data['checked'] !== true })
  if (tag === 'switch') component._$.triggerEvent('change', { value: component.data['checked'] }, {})
  else sayInGroup(component, tag)
}

function chooseRadio(component: BuiltInInstance): void {
  for (const other of membersOfGroup(component, 'radio')) other.setData({ checked: other === component })
}

function sayInGroup(component: BuiltInInstance, tag: 'checkbox' | 'radio'): void {
  const group = groupOf(component, tag)
  if (group === undefined) return
  const values = membersOfGroup(component, tag)
    .filter(({ data }) => data['checked'] === true)
    .map(({ data }) => data['value'])
  group._$.triggerEvent('change', { value: tag === 'radio' ? values[0] : values }, {})
}

function groupOf(component: BuiltInInstance, tag: Tag): BuiltInInstance | undefined {
  const dom = domOf(component).closest(`wx-${tag}-group`)
  return dom === null ? undefined : instanceOf(dom)
}

function membersOfGroup(component: BuiltInInstance, tag: Tag): BuiltInInstance[] {
  const group = groupOf(component, tag)
  if (group === undefined) return [component]
  return [...domOf(group).querySelectorAll(`wx-${tag}`)].flatMap((dom) => instanceOf(dom) ?? [])
}
